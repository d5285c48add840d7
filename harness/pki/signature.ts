/** Signature algorithms of certificates, CRLs and OCSP responses: identifier as DER, and the signing itself. */
import { constants, sign, type KeyObject } from 'node:crypto';
import { constructed, integer, nothing, oid, sequence } from './der.ts';

interface Algorithm {
  digest: string | null;
  identifier: Buffer;
  pss?: true;
}

const rsa = (digest: string, last: number): Algorithm => ({
  digest,
  identifier: sequence(oid(`1.2.840.113549.1.1.${last}`), nothing()),
});

/** The parameters of ECDSA, DSA and Ed25519 are absent (RFC 5758 §3, RFC 8410 §3). */
const bare = (digest: string | null, dotted: string): Algorithm => ({ digest, identifier: sequence(oid(dotted)) });

/** RSASSA-PSS with MGF1 of the same digest and a salt of 32 octets (RFC 4055 §3.1). */
function pss(): Algorithm {
  const hash = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hash);
  const parameters = sequence(constructed(0, hash), constructed(1, mask), constructed(2, integer(32)));
  return { digest: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.10'), parameters), pss: true };
}

const algorithms = {
  'rsa-md5': rsa('md5', 4),
  'rsa-sha1': rsa('sha1', 5),
  'rsa-sha224': rsa('sha224', 14),
  'rsa-sha256': rsa('sha256', 11),
  'rsa-sha384': rsa('sha384', 12),
  'rsa-sha512': rsa('sha512', 13),
  'rsa-pss-sha256': pss(),
  'ecdsa-sha1': bare('sha1', '1.2.840.10045.4.1'),
  'ecdsa-sha256': bare('sha256', '1.2.840.10045.4.3.2'),
  'ecdsa-sha384': bare('sha384', '1.2.840.10045.4.3.3'),
  'ecdsa-sha512': bare('sha512', '1.2.840.10045.4.3.4'),
  ed25519: bare(null, '1.3.101.112'),
  'dsa-sha256': bare('sha256', '2.16.840.1.101.3.4.3.2'),
} satisfies Record<string, Algorithm>;

export type SignatureAlgorithm = keyof typeof algorithms;

/** AlgorithmIdentifier as DER. */
export const algorithmIdentifier = (name: SignatureAlgorithm): Buffer => algorithms[name].identifier;

/** What signs by default with a key: SHA-256 wherever there is a choice. Throws RangeError for a key that cannot sign. */
export function usualAlgorithm(key: KeyObject): SignatureAlgorithm {
  const usual: Partial<Record<string, SignatureAlgorithm>> = {
    rsa: 'rsa-sha256',
    'rsa-pss': 'rsa-pss-sha256',
    ec: 'ecdsa-sha256',
    ed25519: 'ed25519',
    dsa: 'dsa-sha256',
  };
  const name = usual[key.asymmetricKeyType ?? ''];
  if (!name) throw new RangeError(`a key of type ${key.asymmetricKeyType ?? 'secret'} signs no certificate`);
  return name;
}

/** The signature over `data`. Throws what node:crypto throws for a key that does not suit the algorithm. */
export function signatureOf(data: Buffer, key: KeyObject, name: SignatureAlgorithm): Buffer {
  const algorithm: Algorithm = algorithms[name];
  if (!algorithm.pss) return sign(algorithm.digest, data, key);
  return sign(algorithm.digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}
