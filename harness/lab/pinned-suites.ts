/**
 * The cipher suites that a server of the lab can be pinned to, as IANA names them: what real servers can still be made to
 * speak, and what matters. A new one is one entry here, and a case that serves it.
 */
interface PinnedSuiteFacts {
  openssl: string;
  version: 'TLS 1.2' | 'TLS 1.3';
  /** OpenSSL 3 speaks it at security level 0 only. */
  weak?: true;
  /** The server shows no certificate. */
  anonymous?: true;
  /** Diffie-Hellman over a finite field: the server needs a group of its own. */
  finiteField?: true;
}

const all = {
  TLS_AES_128_GCM_SHA256: { openssl: 'TLS_AES_128_GCM_SHA256', version: 'TLS 1.3' },
  TLS_AES_256_GCM_SHA384: { openssl: 'TLS_AES_256_GCM_SHA384', version: 'TLS 1.3' },
  TLS_CHACHA20_POLY1305_SHA256: { openssl: 'TLS_CHACHA20_POLY1305_SHA256', version: 'TLS 1.3' },
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: { openssl: 'ECDHE-RSA-AES128-GCM-SHA256', version: 'TLS 1.2' },
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: { openssl: 'ECDHE-RSA-AES256-GCM-SHA384', version: 'TLS 1.2' },
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: { openssl: 'ECDHE-RSA-CHACHA20-POLY1305', version: 'TLS 1.2' },
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: { openssl: 'ECDHE-RSA-AES128-SHA', version: 'TLS 1.2' },
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256: { openssl: 'ECDHE-RSA-AES128-SHA256', version: 'TLS 1.2' },
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: { openssl: 'ECDHE-ECDSA-AES128-GCM-SHA256', version: 'TLS 1.2' },
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: { openssl: 'ECDHE-ECDSA-AES256-GCM-SHA384', version: 'TLS 1.2' },
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: { openssl: 'ECDHE-ECDSA-CHACHA20-POLY1305', version: 'TLS 1.2' },
  TLS_DHE_RSA_WITH_AES_128_GCM_SHA256: {
    openssl: 'DHE-RSA-AES128-GCM-SHA256',
    version: 'TLS 1.2',
    finiteField: true,
  },
  TLS_RSA_WITH_AES_128_GCM_SHA256: { openssl: 'AES128-GCM-SHA256', version: 'TLS 1.2' },
  TLS_RSA_WITH_AES_128_CBC_SHA: { openssl: 'AES128-SHA', version: 'TLS 1.2' },
  TLS_RSA_WITH_NULL_SHA256: { openssl: 'NULL-SHA256', version: 'TLS 1.2', weak: true },
  TLS_ECDH_anon_WITH_AES_128_CBC_SHA: {
    openssl: 'AECDH-AES128-SHA',
    version: 'TLS 1.2',
    weak: true,
    anonymous: true,
  },
  TLS_DH_anon_WITH_AES_128_GCM_SHA256: {
    openssl: 'ADH-AES128-GCM-SHA256',
    version: 'TLS 1.2',
    weak: true,
    anonymous: true,
    finiteField: true,
  },
} as const satisfies Record<string, PinnedSuiteFacts>;

export type PinnedSuite = keyof typeof all;

export const pinnedSuites: Readonly<Record<PinnedSuite, PinnedSuiteFacts>> = all;

export const pinnedSuiteNames = Object.keys(all) as PinnedSuite[];

/** In the form of OpenSSL's cipher lists, with the security level that it takes. */
export const cipherList = ({ openssl, weak }: PinnedSuiteFacts): string => (weak ? `${openssl}:@SECLEVEL=0` : openssl);

/** Groups that a server can be pinned to, by the names that OpenSSL has for them. */
export const pinnedGroups = { secp256r1: 'prime256v1', x25519: 'X25519' } as const;

export type PinnedGroup = keyof typeof pinnedGroups;
