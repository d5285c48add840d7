/** The SRTP crypto suites that the device speaks, by their SDP names (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.1). */
export interface Suite {
  mode: 'AES-CM' | 'AES-GCM';
  keyBytes: 16 | 24 | 32;
  /** 112 bits for AES-CM (RFC 3711 §8.2), 96 bits for GCM (RFC 7714 §12). */
  saltBytes: 12 | 14;
  rtpTagBytes: number;
  /** A suite with a short tag on RTP keeps 80 bits on RTCP (RFC 4568 §6.2.2). */
  rtcpTagBytes: number;
}

/** In the order of the device's preference: the suite that every peer has comes first. */
export const suites = {
  AES_CM_128_HMAC_SHA1_80: { mode: 'AES-CM', keyBytes: 16, saltBytes: 14, rtpTagBytes: 10, rtcpTagBytes: 10 },
  AES_CM_128_HMAC_SHA1_32: { mode: 'AES-CM', keyBytes: 16, saltBytes: 14, rtpTagBytes: 4, rtcpTagBytes: 10 },
  AES_192_CM_HMAC_SHA1_80: { mode: 'AES-CM', keyBytes: 24, saltBytes: 14, rtpTagBytes: 10, rtcpTagBytes: 10 },
  AES_192_CM_HMAC_SHA1_32: { mode: 'AES-CM', keyBytes: 24, saltBytes: 14, rtpTagBytes: 4, rtcpTagBytes: 10 },
  AES_256_CM_HMAC_SHA1_80: { mode: 'AES-CM', keyBytes: 32, saltBytes: 14, rtpTagBytes: 10, rtcpTagBytes: 10 },
  AES_256_CM_HMAC_SHA1_32: { mode: 'AES-CM', keyBytes: 32, saltBytes: 14, rtpTagBytes: 4, rtcpTagBytes: 10 },
  AEAD_AES_128_GCM: { mode: 'AES-GCM', keyBytes: 16, saltBytes: 12, rtpTagBytes: 16, rtcpTagBytes: 16 },
  AEAD_AES_256_GCM: { mode: 'AES-GCM', keyBytes: 32, saltBytes: 12, rtpTagBytes: 16, rtcpTagBytes: 16 },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof suites;

export const suiteNames = Object.keys(suites) as [SuiteName, ...SuiteName[]];

export const isSuiteName = (name: string): name is SuiteName => Object.hasOwn(suites, name);

/** Octets of master key and master salt together, as SDP carries them (RFC 4568 §6.1). */
export const masterBytes = (name: SuiteName): number => suites[name].keyBytes + suites[name].saltBytes;
