/** What a TLS 1.2 server with an ephemeral ECDH key exchange selects out of a ClientHello. */
import type { KeyObject } from 'node:crypto';
import { type ClientHello, extension, listed } from './client-hello.ts';
import { type Group, groups } from './ecdh.ts';
import { NotOffered } from './fatal-alert.ts';
import { groupName } from './groups.ts';
import { chooseScheme } from './server-signature.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { suiteName } from './suites.ts';
import { versionNumbers } from './versions.ts';

export interface Choice {
  suite: number;
  group: Group;
  scheme: number;
}

/** The usual first: the key exchange, and so the rest of the flight, is the same for each of a list. */
const suitesOf = {
  ECDHE_RSA: [0xc02f, 0xc030, 0xcca8, 0xc027, 0xc028, 0xc013, 0xc014, 0xc076, 0xc077, 0xc060, 0xc061, 0xc012],
  ECDHE_ECDSA: [0xc02b, 0xc02c, 0xcca9, 0xc023, 0xc024, 0xc009, 0xc00a, 0xc072, 0xc073, 0xc05c, 0xc05d, 0xc008],
};

/** RFC 8422 §2 and §5.10: EdDSA signs under the ECDSA suites. DSA has no suite with ECDHE and stands under RSA's. */
const ellipticKeys: readonly (string | undefined)[] = ['ec', 'ed25519', 'ed448'];

/** Throws NotOffered. */
export function choose(hello: ClientHello, key: KeyObject): Choice {
  if (!offersTls12(hello)) throw new NotOffered('the client does not offer TLS 1.2');
  const kind = ellipticKeys.includes(key.asymmetricKeyType) ? 'ECDHE_ECDSA' : 'ECDHE_RSA';
  const suite = suitesOf[kind].find((each) => hello.suites.includes(each));
  if (suite === undefined) throw new NotOffered(`the client offers no ${kind} suite`);
  return { suite, group: chooseGroup(hello), scheme: chooseScheme(hello, key) };
}

/** Those with the key exchange of this one, for which the rest of the flight is the same; empty for any other. */
export const suitesFor = (suite: number): readonly number[] =>
  Object.values(suitesOf).find((suites) => suites.includes(suite)) ?? [];

/** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 x25519 rsa_pss_rsae_sha256` */
export const choiceName = ({ suite, group, scheme }: Choice): string =>
  `${suiteName(suite)} ${groupName(group)} ${signatureSchemeName(scheme)}`;

/** RFC 8446 §4.2.1: where supported_versions is there it alone counts. */
function offersTls12(hello: ClientHello): boolean {
  const version = versionNumbers['TLS 1.2'];
  if (hello.format !== 'tls') return false;
  if (extension(hello, 'supported_versions')) return listed(hello, 'supported_versions').includes(version);
  return hello.legacyVersion >= version;
}

/** RFC 8422 §4: without supported_groups the server is free to choose. */
function chooseGroup(hello: ClientHello): Group {
  if (!extension(hello, 'supported_groups')) return 23;
  const group = groups.find((each) => listed(hello, 'supported_groups').includes(each));
  if (group === undefined) throw new NotOffered('the client offers none of x25519, secp256r1 and secp384r1');
  return group;
}
