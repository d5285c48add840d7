/** What a server of SSL 3.0 to TLS 1.2 selects out of a ClientHello. */
import type { KeyObject } from 'node:crypto';
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import type { ModulusBits } from '../key-exchange/dh.ts';
import { type Group, groups } from '../key-exchange/ecdh.ts';
import { NotOffered, Undeliverable } from '../fatal-alert.ts';
import { groupName } from '../registries/groups.ts';
import { exchangeKind } from '../key-exchange/key-exchange12.ts';
import { chooseScheme, usualScheme } from '../key-exchange/server-signature.ts';
import { signatureSchemeName } from '../registries/signature-schemes.ts';
import { suiteParameters } from '../registries/suite-parameters.ts';
import { suiteName } from '../registries/suites.ts';
import { versionName, versionNumbers } from '../registries/versions.ts';

export interface Choice {
  suite: number;
  /** Of ECDHE. */
  group: Group;
  /** TLS 1.2: how ServerKeyExchange is signed. */
  scheme: number;
  /** Of DHE; 2048 when left out. */
  modulusBits?: ModulusBits;
}

/** The usual first: the key exchange, and so the rest of the flight, is the same for each of a list. */
const suitesOf = {
  ECDHE_RSA: [
    ...[0xc02f, 0xc030, 0xcca8, 0xc027, 0xc028, 0xc013, 0xc014, 0xc076, 0xc077, 0xc060, 0xc061, 0xc012, 0xc011, 0xc010],
  ],
  ECDHE_ECDSA: [
    ...[0xc02b, 0xc02c, 0xcca9, 0xc023, 0xc024, 0xc009, 0xc00a, 0xc072, 0xc073, 0xc05c, 0xc05d, 0xc008, 0xc007, 0xc006],
  ],
  DHE_RSA: [0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, 0x0033, 0x0039, 0x0016],
  RSA: [0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0x000a, 0x0005, 0x0004, 0x003b, 0x0002, 0x0001],
} as const satisfies Record<string, readonly number[]>;

type Family = keyof typeof suitesOf;

/** RFC 8422 §2 and §5.10: EdDSA signs under the ECDSA suites. DSA has no suite with ECDHE and stands under RSA's. */
const ellipticKeys: readonly (string | undefined)[] = ['ec', 'ed25519', 'ed448'];

/** Before TLS 1.2 the version need not be offered: whether the client takes it is the question. Throws Undeliverable. */
export function choose(hello: ClientHello, key: KeyObject, version: number): Choice {
  if (version === versionNumbers['TLS 1.2'] && !offersTls12(hello)) {
    throw new NotOffered('the client does not offer TLS 1.2');
  }
  const families = familiesOf(key, version);
  const found = families.map((family) => fitting(hello, family, version)).find((each) => each !== null);
  if (!found) {
    const what = `the client offers no ${families.join(', ')} suite that ${versionName(version)} has`;
    // Of TLS 1.2 every suite is there, so that it is the server's key that the client has no suite for.
    throw version === versionNumbers['TLS 1.2'] ? new Undeliverable(what) : new NotOffered(what);
  }
  const signs = version === versionNumbers['TLS 1.2'] && exchangeKind(found.suite).kind !== 'rsa';
  return { ...found, scheme: signs ? chooseScheme(hello, key) : usualScheme(key) };
}

/** SSL 3.0 has no elliptic curves (RFC 8422 §1 is about TLS): they come last there. */
function familiesOf(key: KeyObject, version: number): Family[] {
  if (ellipticKeys.includes(key.asymmetricKeyType)) return ['ECDHE_ECDSA'];
  if (key.asymmetricKeyType !== 'rsa') return ['ECDHE_RSA'];
  return version === versionNumbers['SSL 3.0'] ? ['RSA', 'DHE_RSA', 'ECDHE_RSA'] : ['ECDHE_RSA', 'DHE_RSA', 'RSA'];
}

function fitting(hello: ClientHello, family: Family, version: number): { suite: number; group: Group } | null {
  const suite = suitesOf[family].find((each) => hello.suites.includes(each) && existsIn(each, version));
  const group = chooseGroup(hello);
  if (suite === undefined || (family.startsWith('ECDHE') && group === undefined)) return null;
  return { suite, group: group ?? 23 };
}

/** RFC 5246 §6.2.3.3 and appendix A.5: AEAD, and a MAC by SHA-2, came with TLS 1.2. */
const existsIn = (suite: number, version: number): boolean =>
  version >= versionNumbers['TLS 1.2'] || ['md5', 'sha1'].includes(suiteParameters(suite)?.mac?.hash ?? '');

/** Those with the key exchange of this one, for which the rest of the flight is the same; empty for any other. */
export const suitesFor = (suite: number): readonly number[] =>
  Object.values<readonly number[]>(suitesOf).find((suites) => suites.includes(suite)) ?? [];

/** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 x25519 rsa_pss_rsae_sha256` */
export function choiceName({ suite, group, scheme, modulusBits = 2048 }: Choice, version: number): string {
  const { kind, anonymous, exportable } = exchangeKind(suite);
  const over = { ecdhe: groupName(group), dhe: `${exportable ? 512 : modulusBits} bits`, rsa: '' }[kind];
  const signed = kind !== 'rsa' && !anonymous && version === versionNumbers['TLS 1.2'];
  return [suiteName(suite), over, signed ? signatureSchemeName(scheme) : ''].filter(Boolean).join(' ');
}

/** RFC 8446 §4.2.1: where supported_versions is there it alone counts. */
function offersTls12(hello: ClientHello): boolean {
  const version = versionNumbers['TLS 1.2'];
  if (hello.format !== 'tls') return false;
  if (extension(hello, 'supported_versions')) return listed(hello, 'supported_versions').includes(version);
  return hello.legacyVersion >= version;
}

/** RFC 8422 §4: without supported_groups the server is free to choose. Undefined where it offers neither of ours. */
function chooseGroup(hello: ClientHello): Group | undefined {
  if (!extension(hello, 'supported_groups')) return 23;
  return groups.find((each) => listed(hello, 'supported_groups').includes(each));
}
