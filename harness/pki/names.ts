/** Names in certificates: the distinguished name of subject and issuer, and the general names of extensions. */
import { isIP } from 'node:net';
import { constructed, element, octets, oid, primitive, printableString, sequence, setOf, utf8String } from './der.ts';

export interface DistinguishedName {
  organization: string | null;
  /** Null leaves it out; a Buffer is taken octet by octet. With both left out the name is empty. */
  commonName: string | Buffer | null;
  /** How both are coded; UTF8String when left out. Latin-1 text and the octets of a Buffer go into either as they are. */
  coding?: 'utf8' | 'printable';
}

/** One entry of subjectAltName. Text is coded as Latin-1, a Buffer is taken as it is. */
export type AlternativeName =
  | { dns: string | Buffer }
  | { uri: string | Buffer }
  | { email: string | Buffer }
  /** Text of an IPv4 or IPv6 address; a Buffer for octets of one's own choice. */
  | { ip: string | Buffer };

const organizationName = '2.5.4.10';
const commonName = '2.5.4.3';

export function encodeName(name: DistinguishedName): Buffer {
  const text = name.coding === 'printable' ? printableString : utf8String;
  const attributes = [
    [organizationName, name.organization],
    [commonName, name.commonName],
  ] as const;
  const given = attributes.flatMap(([type, value]) => (value === null ? [] : [[type, value] as const]));
  return sequence(...given.map(([type, value]) => setOf(sequence(oid(type), text(value)))));
}

/** GeneralName: [1] rfc822Name, [2] dNSName, [6] uniformResourceIdentifier, [7] iPAddress (RFC 5280 §4.2.1.6). */
export function generalName(name: AlternativeName): Buffer {
  if ('email' in name) return primitive(1, octets(name.email));
  if ('dns' in name) return primitive(2, octets(name.dns));
  if ('uri' in name) return primitive(6, octets(name.uri));
  return primitive(7, Buffer.isBuffer(name.ip) ? name.ip : addressOctets(name.ip));
}

/** GeneralName [4] directoryName, which is EXPLICIT since Name is a CHOICE. */
export const directoryName = (name: DistinguishedName): Buffer => constructed(4, encodeName(name));

/** GeneralNames: a sequence, empty too where somebody asks for that. */
export const generalNames = (names: readonly AlternativeName[]): Buffer => element(0x30, ...names.map(generalName));

/** 4 or 16 octets in network order. Throws RangeError for what is no address. */
export function addressOctets(address: string): Buffer {
  const version = isIP(address);
  if (version === 4) return Buffer.from(address.split('.').map(Number));
  if (version !== 6) throw new RangeError(`"${address}" is no IP address`);
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
