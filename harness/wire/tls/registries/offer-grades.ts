/**
 * How sound an entry of a ClientHello is, by its name in the registries: `good` is what the clauses recommend, `bad` what
 * they forbid, `doubtful` what they advise against, and what is not known here. `signal` offers nothing.
 */
export type OfferGrade = 'good' | 'doubtful' | 'bad' | 'signal';

export type OfferKind = 'version' | 'suite' | 'group' | 'scheme';

export const gradeOfOffer = (kind: OfferKind, name: string): OfferGrade =>
  isGreaseName(name) ? 'signal' : graders[kind](name);

/** RFC 8701 §2. */
export const isGreaseName = (name: string): boolean => name.startsWith('GREASE_');

/** RFC 9325 §3.1.1. */
function versionGrade(name: string): OfferGrade {
  if (name === 'TLS 1.3' || name === 'TLS 1.2') return 'good';
  return /^(SSL|TLS 1\.[01]$)/.test(name) ? 'bad' : 'doubtful';
}

function suiteGrade(name: string): OfferGrade {
  if (name.endsWith('_SCSV')) return 'signal';
  if (Object.values(forbiddenSuites).some((forbidden) => forbidden(name))) return 'bad';
  const ephemeral = /^TLS_(AES|CHACHA20)_|^TLS_ECDHE_(RSA|ECDSA|PSK)_WITH_/.test(name);
  return ephemeral && isAead(name) && !name.includes('_CCM_8') ? 'good' : 'doubtful';
}

/** Suites that no TLS client may offer, by the property that forbids them. */
export const forbiddenSuites = {
  /** RFC 9325 §4.1. `TLS_SHA256_SHA256` and its like (RFC 9150) sign and do not encrypt. */
  unencrypted: (name: string) => /_NULL(_|$)|^TLS_SHA\d+_SHA\d+$/.test(name),
  /** RFC 5246 appendix A.5. */
  anonymous: (name: string) => /_anon_/i.test(name) || name === 'TLS_NULL_WITH_NULL_NULL',
  /** RFC 9325 §4.1: less than 112 bits. Every cipher kind of SSL 2.0 but 3DES, IDEA and RC4 is one of them too. */
  short: (name: string) => /EXPORT|DES40|_DES_(64_)?CBC|_RC2_/.test(name),
  /** RFC 7465 §2. */
  rc4: (name: string) => /RC4/.test(name),
} as const satisfies Record<string, (name: string) => boolean>;

/** GCM, CCM, ChaCha20-Poly1305 and the other ciphers that authenticate by themselves. */
export const isAead = (name: string): boolean => /_(GCM|CCM|POLY1305|OCB|MGM|AEGIS)/.test(name);

/** Ephemeral keys; TLS 1.3 has no others (RFC 8446 §1.2). */
export const isForwardSecret = (name: string): boolean => /^TLS_(ECDHE_|DHE_|(AES|CHACHA20|SM4)_)/.test(name);

/** RFC 9325 §4.2: ephemeral keys under a certificate, and AEAD. */
export const isStrong = (name: string): boolean =>
  isAead(name) && /^TLS_(AES_|CHACHA20_|(ECDHE|DHE)_(RSA|ECDSA)_WITH_)/.test(name);

/** Bits of a group's field or modulus; null where its name does not say them, as with post-quantum groups. */
export function groupBits(name: string): number | null {
  const digits = /^(?:sect|secp|brainpoolP|ffdhe|GC|curveSM)(\d+)/.exec(name)?.[1];
  if (name === 'curveSM2') return 256;
  if (name === 'x25519') return 255;
  return name === 'x448' ? 448 : digits === undefined ? null : Number(digits);
}

/** RFC 9325 §4.5: curves of less than 224 bits MUST NOT be used. */
export const isShortGroup = (name: string): boolean => (groupBits(name) ?? Infinity) < 224;

function groupGrade(name: string): OfferGrade {
  if (isShortGroup(name)) return 'bad';
  // RFC 8422 §5.1.1 deprecates the others of RFC 4492, explicit curves among them.
  return /^(secp(256|384|521)r1|x25519|x448|brainpoolP\d+r1(tls13)?|ffdhe\d+|MLKEM\d+|\w+MLKEM\d+)$/.test(name)
    ? 'good'
    : 'doubtful';
}

/** RFC 9155 §2: neither MD5 nor SHA-1. */
export const isBrokenScheme = (name: string): boolean => isMd5Scheme(name) || isSha1Scheme(name);
export const isMd5Scheme = (name: string): boolean => /_md5$/.test(name);
export const isSha1Scheme = (name: string): boolean => /_sha1$/.test(name);

function schemeGrade(name: string): OfferGrade {
  if (isBrokenScheme(name) || /^anonymous_|_none$/.test(name)) return 'bad';
  return /^(rsa_(pkcs1|pss_rsae|pss_pss)_sha(256|384|512)|ecdsa_\w+_sha(256|384|512)|ecdsa_sha(256|384|512)|ed25519|ed448|mldsa\d+)$/.test(
    name,
  )
    ? 'good'
    : 'doubtful';
}

const graders: Record<OfferKind, (name: string) => OfferGrade> = {
  version: versionGrade,
  suite: suiteGrade,
  group: groupGrade,
  scheme: schemeGrade,
};
