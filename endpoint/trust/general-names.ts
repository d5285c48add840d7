/** GeneralNames: what a subjectAltName holds (RFC 5280 §4.2.1.6). */
import { readDistinguishedName, type DistinguishedName } from './distinguished-name.ts';
import { readNode, readNodes, readOnly, tags } from './der.ts';

export interface AlternativeNames {
  uris: string[];
  dns: string[];
  /** 4 or 16 octets each. */
  addresses: Buffer[];
  mailboxes: string[];
  directory: DistinguishedName[];
  /** Tags of the names of other forms. */
  otherForms: number[];
}

export const nameForms = { mailbox: 0x81, dns: 0x82, directory: 0xa4, uri: 0x86, address: 0x87 } as const;
/** otherName to registeredID; those that hold a structure are constructed. */
const allForms: readonly number[] = [0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88];

export interface GeneralName {
  tag: number;
  content: Buffer;
}

/** Throws Error when `value` is no GeneralNames, or an empty one. */
export function readGeneralNames(value: Buffer): GeneralName[] {
  const list = readOnly(value);
  if (list.tag !== tags.sequence) throw new Error('no sequence');
  const names = readNodes(list.content);
  if (names.length === 0) throw new Error('no name in it');
  for (const { tag, content } of names) {
    if (!allForms.includes(tag)) throw new Error(`a name of no known form (0x${tag.toString(16)})`);
    if (tag === nameForms.address && content.length !== 4 && content.length !== 16)
      throw new Error(`an address of ${content.length} octets`);
    if (tag === nameForms.directory) readDistinguishedName(readOnly(content));
  }
  return names;
}

/** Any text in a value that is no GeneralNames, as if each were a dNSName: what a device does that does not look. */
export function readLooseNames(value: Buffer): GeneralName[] {
  try {
    return readNodes(value).flatMap(({ tag, content }) => {
      const inner = (tag & 0x20) === 0 ? [] : readLooseNames(content);
      return inner.length > 0 || (tag & 0x20) !== 0 ? inner : [{ tag: nameForms.dns, content }];
    });
  } catch {
    const text = value.subarray(2);
    return text.length === 0 ? [] : [{ tag: nameForms.dns, content: text }];
  }
}

/** Octets of text stand for one character each: what is not ASCII matches no name. */
export function sortNames(names: readonly GeneralName[]): AlternativeNames {
  const of = (form: number): Buffer[] => names.filter(({ tag }) => tag === form).map(({ content }) => content);
  const texts = (form: number): string[] => of(form).map((content) => content.toString('latin1'));
  const forms: readonly number[] = Object.values(nameForms);
  return {
    uris: texts(nameForms.uri),
    dns: texts(nameForms.dns),
    mailboxes: texts(nameForms.mailbox),
    addresses: of(nameForms.address),
    directory: of(nameForms.directory).map((content) => readDistinguishedName(readNode(content))),
    otherForms: names.map(({ tag }) => tag).filter((tag) => !forms.includes(tag)),
  };
}
