/**
 * The notation in which RFC 4475 §2 prints messages: lines end in CRLF, `<allOneLine>` joins lines, `<hex>` gives octets and
 * `<repeat count=N>` a text N times. Two words are the bench's own: `{contact}` is the device's contact URI, `{mark}` is new
 * each time a message is sent, as a device would take the second for a retransmission of the first (RFC 3261 §17.2.3).
 */
export interface Insertions {
  contact: string;
  mark: string;
}

/** The octets of a message. Throws on a `<hex>` that is none. */
export function octetsOf(text: string, { contact, mark }: Insertions): Buffer {
  const joined = text
    .replace(/^\n/, '')
    .replace(/<allOneLine>\n?([^]*?)\n?<\/allOneLine>/g, (_, lines: string) => lines.replaceAll('\n', ''))
    .replace(/<repeat count=(\d+)>([^]*?)<\/repeat>/g, (_, count: string, part: string) => part.repeat(Number(count)))
    .replaceAll('{contact}', () => contact)
    .replaceAll('{mark}', () => mark);
  // What `split` returns at odd places is inside of <hex>.
  const parts = joined.split(/<hex>([^]*?)<\/hex>/);
  return Buffer.concat(parts.map((part, at) => (at % 2 === 1 ? hexOctets(part) : Buffer.from(withLineEnds(part)))));
}

const withLineEnds = (text: string): string => text.replaceAll('\n', '\r\n');

function hexOctets(digits: string): Buffer {
  const bare = digits.replace(/\s/g, '');
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(bare)) throw new Error(`no octets in hexadecimal: ${bare.slice(0, 40)}`);
  return Buffer.from(bare, 'hex');
}
