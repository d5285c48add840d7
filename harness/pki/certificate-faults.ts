/**
 * The certificate faults by name: one deviation from the good certificate each. Plain data; a new fault is one entry
 * here, and the PKI signs what the entry makes of the good plan.
 */
import type { AlternativeName, ExtendedKeyUsage } from './certificate.ts';

/** What distinguishes one served chain from another. */
export interface ChainPlan {
  /** Under which root and intermediate the leaf stands; `itself`: the leaf is signed with its own key. */
  issuer: 'lab' | 'factory' | 'unknown' | 'itself';
  /**
   * The intermediate as sent. The two that deviate have a name of their own, which no good chain ever shows: a device
   * that remembers intermediates could otherwise build a valid path and rightly accept.
   */
  intermediate: 'sent' | 'withheld' | 'no-authority';
  /** Common name of the subject; null leaves it out. */
  commonName: string | null;
  names: readonly AlternativeName[];
  /** Validity in days from now. */
  validFrom: number;
  validUntil: number;
  extendedKeyUsage: ExtendedKeyUsage;
}

export interface CertificateFault {
  /** One sentence naming the single deviation. */
  title: string;
  /** The plan of the fault, made from the good one for `host`. */
  make(good: ChainPlan, host: string): ChainPlan;
}

/** RSA 2048, SHA-256, lab root, intermediate sent, root not sent, valid from yesterday for 30 days, named by SAN and CN. */
export function goodPlan(host: string): ChainPlan {
  return {
    issuer: 'lab',
    intermediate: 'sent',
    commonName: host,
    names: [{ dns: host }],
    validFrom: -1,
    validUntil: 30,
    extendedKeyUsage: 'serverAuth',
  };
}

const foreignName = 'other.lab.test';

export const certificateFaults = {
  good: {
    title: 'A valid chain from the lab authority for the very host.',
    make: (good) => good,
  },
  'factory-authority': {
    title: 'The chain stands under the factory authority instead of the lab authority.',
    make: (good) => ({ ...good, issuer: 'factory' }),
  },
  expired: {
    title: 'The leaf ended yesterday.',
    make: (good) => ({ ...good, validFrom: -31, validUntil: -1 }),
  },
  'not-yet-valid': {
    title: 'The leaf is valid from tomorrow on.',
    make: (good) => ({ ...good, validFrom: 1, validUntil: 31 }),
  },
  'wrong-name': {
    title: `The leaf names ${foreignName} and nothing else.`,
    make: (good) => ({ ...good, commonName: foreignName, names: [{ dns: foreignName }] }),
  },
  'self-signed': {
    title: 'The leaf is signed with its own key and is no authority.',
    make: (good) => ({ ...good, issuer: 'itself' }),
  },
  'unknown-authority': {
    title: 'The chain stands under a root that is in no trust store.',
    make: (good) => ({ ...good, issuer: 'unknown' }),
  },
  'missing-intermediate': {
    title: 'The intermediate certificate is not sent.',
    make: (good) => ({ ...good, intermediate: 'withheld' }),
  },
  'intermediate-not-ca': {
    title: 'The basic constraints of the intermediate say that it is no certificate authority.',
    make: (good) => ({ ...good, intermediate: 'no-authority' }),
  },
  'client-auth-only': {
    title: 'The extended key usage of the leaf is client authentication only.',
    make: (good) => ({ ...good, extendedKeyUsage: 'clientAuth' }),
  },
  'sip-uri-name': {
    title: 'The leaf names the host only as a SIP URI.',
    make: (good, host) => ({ ...good, commonName: null, names: [{ uri: `sip:${host}` }] }),
  },
  'dns-name-only': {
    title: 'The leaf names the host in the subject alternative name only, the common name is absent.',
    make: (good) => ({ ...good, commonName: null }),
  },
  'wildcard-name': {
    title: "The leaf names a wildcard of the host's parent domain and not the host.",
    make: (good, host) => ({ ...good, commonName: wildcard(host), names: [{ dns: wildcard(host) }] }),
  },
  'common-name-beside-foreign-san': {
    title: `The common name is the host, the subject alternative name is ${foreignName}.`,
    make: (good) => ({ ...good, names: [{ dns: foreignName }] }),
  },
} satisfies Record<string, CertificateFault>;

export type FaultName = keyof typeof certificateFaults;

export const faultNames = Object.keys(certificateFaults) as readonly FaultName[];

function wildcard(host: string): string {
  return `*${host.slice(host.indexOf('.'))}`;
}
