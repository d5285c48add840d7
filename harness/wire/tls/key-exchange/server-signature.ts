/** How a server signs: which schemes its key can make, and the signature of ServerKeyExchange. */
import { constants, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import { NotOffered, Undeliverable } from '../fatal-alert.ts';
import { digest } from '../protection/key-schedule12.ts';
import { schemeParts } from '../registries/signature-schemes.ts';
import { versionNumbers } from '../registries/versions.ts';

const digestOctets: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

const rsa = [0x0804, 0x0401, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201];
const rsaPss = [0x0809, 0x080a, 0x080b];
const ecdsa = [0x0403, 0x0503, 0x0603, 0x0203];
const ofCurve: Readonly<Record<string, number>> = { secp384r1: 0x0503, secp521r1: 0x0603 };

/** RFC 5246 §7.4.1.4.1: what a client means that sends no signature_algorithms. */
const withoutExtension = [0x0201, 0x0202, 0x0203];

/** The best scheme for this key that the client offers. Throws Undeliverable. */
export function chooseScheme(hello: ClientHello, key: KeyObject): number {
  const offered = extension(hello, 'signature_algorithms') ? listed(hello, 'signature_algorithms') : withoutExtension;
  const able = schemesOf(key);
  const scheme = able.find((each) => offered.includes(each));
  if (scheme !== undefined) return scheme;
  // No client of today offers DSA, and none can be given a DSA certificate otherwise.
  if (key.asymmetricKeyType === 'dsa' && able[0] !== undefined) return able[0];
  throw new NotOffered(`the client offers no signature scheme for the server's ${keyName(key)} key`);
}

/** The scheme that this key signs by where nothing is negotiated. */
export const usualScheme = (key: KeyObject): number => schemesOf(key)[0] ?? 0;

/**
 * The signature of ServerKeyExchange: by the scheme in TLS 1.2, before it RSA over MD5 and SHA-1 joined (RFC 2246 §7.4.3,
 * RFC 6101 §5.6.3) and any other key over SHA-1 (RFC 4492 §5.4). Throws Undeliverable.
 */
export function signExchange(version: number, scheme: number, data: Buffer, key: KeyObject): Buffer {
  if (version >= versionNumbers['TLS 1.2']) return signBy(scheme, data, key);
  return attempted(key, () =>
    key.asymmetricKeyType === 'rsa'
      ? privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digest('md5-sha1', data))
      : sign('sha1', data, key),
  );
}

/** `data` signed by the scheme. Throws Undeliverable where OpenSSL refuses the key. */
export function signBy(scheme: number, data: Buffer, key: KeyObject): Buffer {
  const parts = schemeParts(scheme);
  if (!parts) throw new Undeliverable(`nothing here signs by scheme ${scheme}`);
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
  const how = {
    pkcs1: { padding: RSA_PKCS1_PADDING },
    pss: { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST },
    none: {},
  }[parts.padding];
  return attempted(key, () => sign(parts.hash, data, { key, ...how }));
}

function attempted(key: KeyObject, make: () => Buffer): Buffer {
  try {
    return make();
  } catch (error) {
    throw new Undeliverable(`the server's ${keyName(key)} key can not sign: ${String(error)}`);
  }
}

/** What this key can sign by in TLS 1.2, the usual first. */
export function schemesOf(key: KeyObject): number[] {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return rsa.filter((scheme) => fits(scheme, key));
    case 'rsa-pss': {
      const only = key.asymmetricKeyDetails?.hashAlgorithm;
      return rsaPss.filter((scheme) => fits(scheme, key) && (!only || schemeParts(scheme)?.hash === only));
    }
    case 'ec': {
      // TLS 1.2 binds no curve to a hash (RFC 8422 §5.4); the usual pair comes first.
      const usual = ofCurve[key.asymmetricKeyDetails?.namedCurve ?? ''];
      return usual ? [usual, ...ecdsa] : ecdsa;
    }
    case 'ed25519':
      return [0x0807];
    case 'ed448':
      return [0x0808];
    case 'dsa':
      return [0x0402];
    default:
      return [];
  }
}

/** RFC 8017 §9.1.1 (with a salt as long as the digest) and §9.2: a short key has no room for a long digest. */
function fits(scheme: number, key: KeyObject): boolean {
  const { hash, padding } = schemeParts(scheme) ?? {};
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const digest = digestOctets[hash ?? ''] ?? Infinity;
  if (padding === 'pss') return Math.ceil((bits - 1) / 8) >= 2 * digest + 2;
  const digestInfo = (hash === 'sha1' ? 15 : 19) + digest;
  return Math.ceil(bits / 8) >= digestInfo + 11;
}

function keyName(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return [key.asymmetricKeyType, modulusLength ?? namedCurve].filter(Boolean).join(' ');
}
