/** The SRTP suites of SDES, as data. */
export interface SuiteShape {
  cipher: 'counter' | 'gcm';
  keyOctets: 16 | 24 | 32;
  saltOctets: 12 | 14;
  tagOctets: number;
  /** RFC 4568 §6.2.2: the short tag of the _32 suites is for SRTP only. */
  rtcpTagOctets: number;
}

const counter = { cipher: 'counter', saltOctets: 14, rtcpTagOctets: 10 } as const;
const gcm = { cipher: 'gcm', saltOctets: 12, tagOctets: 16, rtcpTagOctets: 16 } as const;

/** RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.1. */
export const srtpSuites = {
  AES_CM_128_HMAC_SHA1_80: { ...counter, keyOctets: 16, tagOctets: 10 },
  AES_CM_128_HMAC_SHA1_32: { ...counter, keyOctets: 16, tagOctets: 4 },
  AES_192_CM_HMAC_SHA1_80: { ...counter, keyOctets: 24, tagOctets: 10 },
  AES_192_CM_HMAC_SHA1_32: { ...counter, keyOctets: 24, tagOctets: 4 },
  AES_256_CM_HMAC_SHA1_80: { ...counter, keyOctets: 32, tagOctets: 10 },
  AES_256_CM_HMAC_SHA1_32: { ...counter, keyOctets: 32, tagOctets: 4 },
  AEAD_AES_128_GCM: { ...gcm, keyOctets: 16 },
  AEAD_AES_256_GCM: { ...gcm, keyOctets: 32 },
} as const satisfies Record<string, SuiteShape>;

export type SrtpSuite = keyof typeof srtpSuites;

/** Of all suites: a packet with fewer octets behind its header cannot be authentic. */
export const shortestTag = Math.min(...Object.values(srtpSuites).map(({ tagOctets }) => tagOctets));

export function isSrtpSuite(name: string): name is SrtpSuite {
  return Object.hasOwn(srtpSuites, name);
}

/** Octets of `inline:` for a suite: master key and salt. */
export function masterOctets(suite: SrtpSuite): number {
  return srtpSuites[suite].keyOctets + srtpSuites[suite].saltOctets;
}
