/** Names of subjects and issuers, and when two of them are the same (RFC 5280 §7.1). */
import { oidText, readNodes, tags, type DerNode } from './der.ts';

export interface DistinguishedName {
  der: Buffer;
  /** The relative names, outermost first, in a form in which equal ones are equal strings. */
  relative: string[];
  attributes: { type: string; text: string }[];
}

const utf8String = 0x0c;
const printableString = 0x13;
const ia5String = 0x16;
const comparable: readonly number[] = [utf8String, printableString, ia5String];

/** RFC 4518 §2 as far as it changes what is equal: compatibility forms, case, and spaces around and between words. */
const prepared = (text: string): string =>
  text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/ +/g, ' ').replace(/^ | $/g, '');

function readAttribute(attribute: DerNode): { type: string; text: string; canonical: string } {
  const [type, value] = readNodes(attribute.content);
  if (type?.tag !== tags.oid || value === undefined) throw new Error('DER: a name has no attribute');
  const oid = oidText(type.content);
  const text = value.content.toString('utf8');
  // §7.1: PrintableString and UTF8String are compared as text, whatever is not text by its encoding.
  const canonical = comparable.includes(value.tag) ? prepared(text) : `#${value.whole.toString('hex')}`;
  return { type: oid, text, canonical: JSON.stringify([oid, canonical]) };
}

/** Throws Error when `node` is no Name. */
export function readDistinguishedName(node: DerNode): DistinguishedName {
  if (node.tag !== tags.sequence) throw new Error('DER: a name is no sequence');
  const sets = readNodes(node.content).map((set) => readNodes(set.content).map(readAttribute));
  return {
    der: node.whole,
    relative: sets.map((set) =>
      set
        .map(({ canonical }) => canonical)
        .sort()
        .join('+'),
    ),
    attributes: sets.flat().map(({ type, text }) => ({ type, text })),
  };
}

/** Whether `name` lies below `base`, or is it. */
export const isWithin = (name: DistinguishedName, base: DistinguishedName): boolean =>
  name.relative.length >= base.relative.length && base.relative.every((part, n) => part === name.relative[n]);

export const isSameName = (a: DistinguishedName, b: DistinguishedName): boolean =>
  a.relative.length === b.relative.length && isWithin(a, b);
