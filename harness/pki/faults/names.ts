/** Faults of the names in the leaf. */
import type { CertificateFault } from '../fault.ts';

const foreignName = 'other.lab.test';

export const nameFaults = {
  'wrong-name': {
    title: `The leaf names ${foreignName} and nothing else.`,
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good) => ({
      ...good,
      leaf: { ...good.leaf, subject: { ...good.leaf.subject, commonName: foreignName }, names: [{ dns: foreignName }] },
    }),
  },
  'sip-uri-name': {
    title: 'The leaf names the host only as a SIP URI.',
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => ({
      ...good,
      leaf: { ...good.leaf, subject: { ...good.leaf.subject, commonName: null }, names: [{ uri: `sip:${host}` }] },
    }),
  },
  'dns-name-only': {
    title: 'The leaf names the host in the subject alternative name only, the common name is absent.',
    differs: ['leaf subject'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, subject: { ...good.leaf.subject, commonName: null } } }),
  },
  'wildcard-name': {
    title: "The leaf names a wildcard of the host's parent domain and not the host.",
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => ({
      ...good,
      leaf: {
        ...good.leaf,
        subject: { ...good.leaf.subject, commonName: wildcard(host) },
        names: [{ dns: wildcard(host) }],
      },
    }),
  },
  'common-name-beside-foreign-san': {
    title: `The common name is the host, the subject alternative name is ${foreignName}.`,
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, names: [{ dns: foreignName }] } }),
  },
} satisfies Record<string, CertificateFault>;

function wildcard(host: string): string {
  return `*${host.slice(host.indexOf('.'))}`;
}
