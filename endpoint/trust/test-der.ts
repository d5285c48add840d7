/** Writes DER for the tests of the device, also what no library would write. */

export const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const size = Buffer.from(content.length.toString(16).padStart(content.length < 0x100 ? 2 : 6, '0'), 'hex');
  const octets = size.subarray(size.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.of(tag, 0x80 | octets.length), octets, content]);
};

export const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
export const set = (...parts: Buffer[]): Buffer => tlv(0x31, ...parts);
export const octetString = (content: Buffer): Buffer => tlv(0x04, content);
export const bitString = (content: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.of(unused), content);
/** `content` as it stands, two's complement. */
export const integer = (content: Buffer | number): Buffer =>
  tlv(0x02, typeof content === 'number' ? Buffer.of(content) : content);
export const none = Buffer.of(0x05, 0x00);
export const yes = Buffer.of(0x01, 0x01, 0xff);

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return tlv(0x06, Buffer.from(octets));
}

export type NameAttribute = [type: string, text: string, tag?: number];

/** One attribute for each relative name; UTF8String where nothing else is said. */
export const distinguishedName = (...attributes: NameAttribute[]): Buffer =>
  sequence(...attributes.map(([type, text, tag = 0x0c]) => set(sequence(oid(type), tlv(tag, Buffer.from(text))))));

export const commonName = (text: string, tag?: number): Buffer => distinguishedName(['2.5.4.3', text, tag]);

const ip = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

export const generalName = {
  dns: (text: string | Buffer) => tlv(0x82, Buffer.from(text as string)),
  uri: (text: string) => tlv(0x86, Buffer.from(text)),
  mail: (text: string) => tlv(0x81, Buffer.from(text)),
  ip: (address: string) => tlv(0x87, ip(address)),
  octets: (hex: string) => tlv(0x87, Buffer.from(hex, 'hex')),
  network: (address: string, mask: string) => tlv(0x87, ip(address), ip(mask)),
  directory: (name: Buffer) => tlv(0xa4, name),
  other: () => tlv(0xa0, oid('1.2.3.4'), tlv(0xa0, tlv(0x0c, Buffer.from('x')))),
};

export const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), octetString(value));

export const extensions = {
  authority: (pathLength?: number) =>
    extension('2.5.29.19', sequence(yes, ...(pathLength === undefined ? [] : [integer(pathLength)])), true),
  noAuthority: () => extension('2.5.29.19', sequence(), true),
  /** First octet. */
  keyUsage: (bits: number) => extension('2.5.29.15', bitString(Buffer.of(bits)), true),
  extendedKeyUsage: (...usages: string[]) => extension('2.5.29.37', sequence(...usages.map(oid))),
  names: (...names: Buffer[]) => extension('2.5.29.17', sequence(...names)),
  subjectKey: (id: string) => extension('2.5.29.14', octetString(Buffer.from(id))),
  authorityKey: (id: string) => extension('2.5.29.35', sequence(tlv(0x80, Buffer.from(id)))),
  constraints: ({ permitted = [], excluded = [] }: { permitted?: Buffer[]; excluded?: Buffer[] }, critical = true) => {
    const list = (tag: number, bases: Buffer[]): Buffer[] =>
      bases.length === 0 ? [] : [tlv(tag, ...bases.map((base) => sequence(base)))];
    return extension('2.5.29.30', sequence(...list(0xa0, permitted), ...list(0xa1, excluded)), critical);
  },
  policies: (...policies: string[]) => extension('2.5.29.32', sequence(...policies.map((id) => sequence(oid(id))))),
  requirePolicy: (skip: number) => extension('2.5.29.36', sequence(tlv(0x80, Buffer.of(skip))), true),
};
