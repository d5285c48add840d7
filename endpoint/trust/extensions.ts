/** The extensions of a certificate that the device acts on (RFC 5280 §4.2). */
import { oidText, readNodes, readOnly, tags, type DerNode } from './der.ts';
import { readGeneralNames, readLooseNames, type GeneralName } from './general-names.ts';

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
} as const;

export interface Extension {
  critical: boolean;
  value: Buffer;
}

/** What is not as RFC 5280 wants it. `names`: the subjectAltName cannot be read. `duplicate`: an extension is there twice. */
export interface Defect {
  in: 'form' | 'names' | 'duplicate';
  text: string;
}

export interface ExtensionFacts {
  /** basicConstraints with cA TRUE. */
  isAuthority: boolean;
  pathLength: number | null;
  /** Bits of keyUsage, the first octet's highest first; null where there is no such extension. */
  keyUsage: Buffer | null;
  /** Object identifiers; null where the extension is absent. */
  extendedKeyUsage: string[] | null;
  /** Null where there is no subjectAltName extension. */
  generalNames: GeneralName[] | null;
  nameConstraints: Buffer | null;
  /** Object identifiers; null where the extension is absent. */
  policies: string[] | null;
  /** SkipCerts; null where nothing requires an explicit policy. */
  requireExplicitPolicy: number | null;
  subjectKeyIdentifier: Buffer | null;
  authorityKeyIdentifier: Buffer | null;
}

/** An INTEGER or BOOLEAN of small size. Throws Error when it is negative, empty or too large. */
function smallNumber(content: Buffer): number {
  if (content.length === 0 || content.length > 4 || (content[0]! & 0x80) !== 0) throw new Error('a bad number');
  return content.readUIntBE(0, content.length);
}

/** The entries of `Extensions`, in order. Throws Error when one has no identifier or no value. */
export function readExtensionList(list: DerNode): { oid: string; extension: Extension }[] {
  return readNodes(list.content).map((entry) => {
    const [type, ...rest] = readNodes(entry.content);
    const value = rest.at(-1);
    if (type?.tag !== tags.oid || value?.tag !== tags.octetString || rest.length > 2)
      throw new Error('DER: an extension is not complete');
    const flag = rest.length === 2 ? rest[0]! : null;
    if (flag && flag.tag !== tags.boolean) throw new Error('DER: an extension is not complete');
    const critical = flag !== null && flag.content.some((byte) => byte !== 0);
    return { oid: oidText(type.content), extension: { critical, value: value.content } };
  });
}

const sequenceIn = (value: Buffer): DerNode[] => {
  const node = readOnly(value);
  if (node.tag !== tags.sequence) throw new Error('no sequence');
  return readNodes(node.content);
};

/** Each name of the extension with what it says, as it is read; the first that cannot be read is told, and taken as absent. */
export function readFacts(
  extensions: readonly { oid: string; extension: Extension }[],
  defects: Defect[],
): ExtensionFacts {
  const values = (oid: string): Buffer[] =>
    extensions.filter((entry) => entry.oid === oid).map(({ extension }) => extension.value);
  const read = <T>(name: keyof typeof extensionIds, reader: (value: Buffer) => T): T | null => {
    const value = values(extensionIds[name])[0];
    if (value === undefined) return null;
    try {
      return reader(value);
    } catch (error) {
      defects.push({ in: 'form', text: `the extension ${name} cannot be read (${(error as Error).message})` });
      return null;
    }
  };
  const basic = read('basicConstraints', (value) => {
    const fields = sequenceIn(value);
    const length = fields.find(({ tag }) => tag === tags.integer);
    return {
      isAuthority: fields.some(({ tag, content }) => tag === tags.boolean && content[0] !== 0),
      pathLength: length ? smallNumber(length.content) : null,
    };
  });
  return {
    isAuthority: basic?.isAuthority ?? false,
    pathLength: basic?.pathLength ?? null,
    keyUsage: read('keyUsage', (value) => {
      const bits = readOnly(value);
      if (bits.tag !== tags.bitString) throw new Error('no bit string');
      return bits.content.subarray(1);
    }),
    extendedKeyUsage: read('extendedKeyUsage', (value) => sequenceIn(value).map(({ content }) => oidText(content))),
    generalNames: readNames(values(extensionIds.subjectAltName), defects),
    nameConstraints: values(extensionIds.nameConstraints)[0] ?? null,
    policies: read('certificatePolicies', (value) =>
      sequenceIn(value).map(({ content }) => oidText(readNodes(content)[0]?.content ?? Buffer.alloc(0))),
    ),
    requireExplicitPolicy: read('policyConstraints', (value) => {
      const skip = sequenceIn(value).find(({ tag }) => tag === 0x80);
      return skip ? smallNumber(skip.content) : null;
    }),
    subjectKeyIdentifier: read('subjectKeyIdentifier', (value) => readOnly(value).content),
    authorityKeyIdentifier: read(
      'authorityKeyIdentifier',
      (value) => sequenceIn(value).find(({ tag }) => tag === 0x80)?.content ?? null,
    ),
  };
}

/** The names of every subjectAltName there is: more than one is a defect of its own. */
function readNames(values: Buffer[], defects: Defect[]): GeneralName[] | null {
  if (values.length === 0) return null;
  return values.flatMap((value) => {
    try {
      return readGeneralNames(value);
    } catch (error) {
      defects.push({ in: 'names', text: `the subjectAltName cannot be read (${(error as Error).message})` });
      return readLooseNames(value);
    }
  });
}
