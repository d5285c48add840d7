/** A certificate as the checks need it. node's X509Certificate verifies signatures; what it hides is read from the DER. */
import { X509Certificate } from 'node:crypto';
import { oidText, readNode, readNodes, readTime, tags, type DerNode } from './der.ts';

export interface AlternativeNames {
  uris: string[];
  dns: string[];
  /** 4 or 16 octets each. */
  addresses: Buffer[];
}

export interface Certificate {
  x509: X509Certificate;
  der: Buffer;
  /** One line, for people: `CN=sip.example.com, O=Example`. */
  title: string;
  notBefore: Date;
  notAfter: Date;
  /** basicConstraints with cA TRUE. */
  isAuthority: boolean;
  pathLength: number | null;
  /** Null where there is no keyUsage extension. */
  mayCertSign: boolean | null;
  /** Object identifiers; null where the extension is absent. */
  extendedKeyUsage: string[] | null;
  /** Null where there is no subjectAltName extension. */
  names: AlternativeNames | null;
  commonNames: string[];
  signatureAlgorithm: string;
  /** Whether the algorithm is named alike inside and outside of what is signed (RFC 5280 §4.1.1.2). */
  algorithmsAgree: boolean;
  /** The hash of RSASSA-PSS, when that is the algorithm. */
  pssHash: string | null;
  /** Critical extensions that are not understood here. */
  unknownCritical: string[];
}

const oids = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
  rsaPss: '1.2.840.113549.1.1.10',
  sha1: '1.3.14.3.2.26',
} as const;

const understood: readonly string[] = [
  oids.keyUsage,
  oids.subjectAltName,
  oids.basicConstraints,
  oids.certificatePolicies,
  oids.extendedKeyUsage,
];

interface Extension {
  critical: boolean;
  value: Buffer;
}

function need(node: DerNode | undefined): DerNode {
  if (node === undefined) throw new Error('DER: a field is missing');
  return node;
}

function readExtensions(fields: DerNode[]): Map<string, Extension> {
  const found = new Map<string, Extension>();
  const list = fields.find(({ tag }) => tag === 0xa3);
  if (!list) return found;
  for (const entry of readNodes(readNode(list.content).content)) {
    const parts = readNodes(entry.content);
    const critical = parts.length > 2 && parts[1]!.tag === tags.boolean && parts[1]!.content[0] !== 0;
    found.set(oidText(need(parts[0]).content), { critical, value: need(parts.at(-1)).content });
  }
  return found;
}

function readAlternativeNames(value: Buffer): AlternativeNames {
  const names: AlternativeNames = { uris: [], dns: [], addresses: [] };
  for (const { tag, content } of readNodes(readNode(value).content)) {
    if (tag === 0x82) names.dns.push(content.toString('latin1'));
    else if (tag === 0x86) names.uris.push(content.toString('latin1'));
    else if (tag === 0x87) names.addresses.push(content);
  }
  return names;
}

function readCommonNames(subject: DerNode): string[] {
  return readNodes(subject.content)
    .flatMap((set) => readNodes(set.content))
    .map((attribute) => readNodes(attribute.content))
    .filter(([type]) => type !== undefined && oidText(type.content) === oids.commonName)
    .map(([, value]) => need(value).content.toString('utf8'));
}

function readPssHash(algorithm: DerNode): string | null {
  const [oid, parameters] = readNodes(algorithm.content);
  if (oidText(need(oid).content) !== oids.rsaPss) return null;
  const hash = parameters && readNodes(parameters.content).find(({ tag }) => tag === 0xa0);
  // RFC 4055 §3.1: the default is SHA-1.
  return hash ? oidText(readNode(readNode(hash.content).content).content) : oids.sha1;
}

/** Throws Error when `der` is no certificate. */
export function readCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  const [signed, outerAlgorithm] = readNodes(readNode(der).content);
  const fields = readNodes(need(signed).content);
  const [, algorithm, , validity, subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = readNodes(need(validity).content);
  const extensions = readExtensions(fields);
  const value = (oid: string): Buffer | undefined => extensions.get(oid)?.value;

  const constraints = value(oids.basicConstraints);
  const constraintFields = constraints ? readNodes(readNode(constraints).content) : [];
  const pathLength = constraintFields.find(({ tag }) => tag === tags.integer);
  const usage = value(oids.keyUsage);
  const usageBits = usage && readNode(usage).content;
  const extendedUsage = value(oids.extendedKeyUsage);
  const names = value(oids.subjectAltName);
  return {
    x509,
    der,
    title: x509.subject ? x509.subject.split('\n').join(', ') : '(without a subject)',
    notBefore: readTime(need(notBefore)),
    notAfter: readTime(need(notAfter)),
    isAuthority: constraintFields.some(({ tag, content }) => tag === tags.boolean && content[0] !== 0),
    pathLength: pathLength ? pathLength.content.readUIntBE(0, Math.min(pathLength.content.length, 6)) : null,
    mayCertSign: usageBits ? ((usageBits[1] ?? 0) & 0x04) !== 0 : null,
    extendedKeyUsage: extendedUsage ? readNodes(readNode(extendedUsage).content).map((n) => oidText(n.content)) : null,
    names: names ? readAlternativeNames(names) : null,
    commonNames: readCommonNames(need(subject)),
    signatureAlgorithm: oidText(need(readNodes(need(outerAlgorithm).content)[0]).content),
    algorithmsAgree: need(algorithm).whole.equals(need(outerAlgorithm).whole),
    pssHash: readPssHash(need(outerAlgorithm)),
    unknownCritical: [...extensions].filter(([oid, e]) => e.critical && !understood.includes(oid)).map(([oid]) => oid),
  };
}

/** Whether the signature on `certificate` was made with the key of `issuer`. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

export const isSelfSigned = (certificate: Certificate): boolean =>
  certificate.x509.subject === certificate.x509.issuer && isSignedBy(certificate, certificate);
