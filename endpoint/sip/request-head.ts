/** The head of a request as its sender wrote it, read before sip.js sees it: names as they are spelt out, values unfolded. */
import { fieldName } from './field-names.ts';

export interface RequestHead {
  method: string;
  /** What stands between method and version, words parted by one space. */
  uri: string;
  /** `2.0` */
  version: string;
  fields: readonly { name: string; value: string; folded: boolean }[];
  hasBody: boolean;
}

/** Null for a response, and for what does not end its first line as a request does. */
export function readRequestHead(text: string): RequestHead | null {
  const end = text.indexOf('\r\n\r\n');
  const [line = '', ...lines] = text.slice(0, end < 0 ? text.length : end).split(/\r\n(?![ \t])/);
  const words = line.trim().split(/\s+/);
  const [, version] = /^SIP\/(.+)$/i.exec(words.at(-1) ?? '') ?? [];
  const [method] = words;
  if (method === undefined || version === undefined || words.length < 3) return null;
  const uri = words.slice(1, -1).join(' ');
  const fields = lines.map((one) => {
    const colon = one.indexOf(':');
    const value = one.slice(colon + 1);
    return { name: fieldName(one.slice(0, colon)), value: unfolded(value).trim(), folded: value.includes('\r\n') };
  });
  return { method, uri, version, fields, hasBody: end >= 0 && text.length > end + 4 };
}

/** Values of all fields of that name, in lower case and spelt out. */
export const valuesOf = ({ fields }: RequestHead, name: string): string[] =>
  fields.filter((field) => field.name === name).map(({ value }) => value);

/** What a response repeats (RFC 3261 §8.2.6.2): all Vias, and one of each of the others. */
export function repeatedLines(head: RequestHead): string[] {
  const vias = valuesOf(head, 'via').map((value) => `Via: ${value}`);
  const single = [
    ['from', 'From'],
    ['to', 'To'],
    ['call-id', 'Call-ID'],
    ['cseq', 'CSeq'],
  ] as const;
  const others = single.flatMap(([name, written]) => {
    const [value] = valuesOf(head, name);
    return value === undefined ? [] : [`${written}: ${value}`];
  });
  return [...vias, ...others];
}

const unfolded = (value: string): string => value.replace(/\r\n[ \t]+/g, ' ');
