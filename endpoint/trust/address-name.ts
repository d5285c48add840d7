/** Whether an iPAddress in a certificate is the address that is wanted: all of its octets (RFC 9525 §6.4). */
import { isIP } from 'node:net';
import type { Flaws } from '../flaws.ts';

function octetsOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL standard knows one spelling for each address, with at most one `::`.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const gap = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(gap).fill('0'), ...groups(tail ?? '')];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** For people. */
export function addressText(octets: Buffer): string {
  if (octets.length === 4) return octets.join('.');
  return octets.length === 16 ? octets.toString('hex').replace(/(.{4})(?!$)/g, '$1:') : '(no address)';
}

/** Octets in the network part that the flaw `prefix-address-match` looks at. */
const prefix = (length: number): number => (length === 4 ? 3 : 8);

export function addressMatches(octets: Buffer, wanted: string): boolean {
  return octets.equals(octetsOf(wanted));
}

export function isInSameNetwork(octets: Buffer, wanted: string, flaws: Flaws): boolean {
  const own = octetsOf(wanted);
  const length = prefix(own.length);
  const isNeighbour = octets.length === own.length && octets.subarray(0, length).equals(own.subarray(0, length));
  return isNeighbour && !octets.equals(own) && flaws.has('prefix-address-match');
}
