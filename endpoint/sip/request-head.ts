/** The head of a request as its sender wrote it, read before sip.js sees it: names as they are spelt out, values unfolded. */
export interface RequestHead {
  method: string;
  /** What stands between method and version, words parted by one space. */
  uri: string;
  /** `2.0` */
  version: string;
  fields: readonly { name: string; value: string; folded: boolean }[];
  hasBody: boolean;
}

/** Compact forms (RFC 3261 §7.3.3) of the fields that are looked at here. */
const compact: Record<string, string> = { v: 'via', f: 'from', t: 'to', i: 'call-id', c: 'content-type', m: 'contact' };

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
    const name = one.slice(0, colon).trim().toLowerCase();
    const value = one.slice(colon + 1);
    return { name: compact[name] ?? name, value: unfolded(value).trim(), folded: value.includes('\r\n') };
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
