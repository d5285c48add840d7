/** What a TLS 1.3 server selects out of a ClientHello. */
import type { KeyObject } from 'node:crypto';
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import { type Group, groups } from '../key-exchange/ecdh.ts';
import { NotOffered, Undeliverable } from '../fatal-alert.ts';
import { Reader } from '../messages/reader.ts';
import type { Choice } from './server-choice12.ts';
import { versionNumbers } from '../registries/versions.ts';

/** TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256 (RFC 8446 appendix B.4). */
const suites = [0x1301, 0x1302, 0x1303] as const;

/** RFC 8446 §4.2.3: a scheme names the curve, and RSA signs by PSS alone. */
const ofCurve: Readonly<Record<string, number>> = { prime256v1: 0x0403, secp384r1: 0x0503, secp521r1: 0x0603 };
const ofKey: Readonly<Record<string, readonly number[]>> = {
  rsa: [0x0804, 0x0805, 0x0806],
  'rsa-pss': [0x0809, 0x080a, 0x080b],
  ed25519: [0x0807],
  ed448: [0x0808],
};

/** The choice, or with a null group that no share of the client can be used. Throws Undeliverable and Malformed. */
export function choose13(hello: ClientHello, key: KeyObject): Omit<Choice, 'group'> & { group: Group | null } {
  if (!offersTls13(hello)) throw new NotOffered('the client does not offer TLS 1.3');
  const suite = suites.find((each) => hello.suites.includes(each));
  if (suite === undefined) throw new Undeliverable('the client offers no suite of TLS 1.3 with GCM or ChaCha20');
  const shared = sharesOf(hello);
  const group = groups.find((each) => shared.has(each)) ?? null;
  return { suite, group, scheme: chooseScheme(hello, key) };
}

/** The groups that the client lists without a share, in the server's order: what a HelloRetryRequest may ask for. */
export function unsharedGroups(hello: ClientHello): Group[] {
  const [offered, shared] = [listed(hello, 'supported_groups'), sharesOf(hello)];
  return groups.filter((each) => offered.includes(each) && !shared.has(each));
}

/** key_share (RFC 8446 §4.2.8) by group. Throws Malformed. */
export function sharesOf(hello: ClientHello): Map<number, Buffer> {
  const data = extension(hello, 'key_share');
  const shares = new Map<number, Buffer>();
  if (!data) return shares;
  const list = new Reader(new Reader(data).vector(2));
  while (list.left > 0) shares.set(list.uint(2), list.vector(2));
  return shares;
}

export const offersTls13 = (hello: ClientHello): boolean =>
  hello.format === 'tls' && listed(hello, 'supported_versions').includes(versionNumbers['TLS 1.3']);

function chooseScheme(hello: ClientHello, key: KeyObject): number {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: { namedCurve = '' } = {} } = key;
  const able = type === 'ec' ? [ofCurve[namedCurve]] : (ofKey[type] ?? []);
  const offered = listed(hello, 'signature_algorithms');
  const scheme = able.find((each) => each !== undefined && offered.includes(each));
  if (scheme === undefined) {
    throw new Undeliverable(`the client offers no scheme for the server's ${type} key in TLS 1.3`);
  }
  return scheme;
}
