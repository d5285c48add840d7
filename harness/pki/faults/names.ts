/** Faults of the names in the leaf. */
import type { CertificateFault } from '../fault.ts';
import { addressFaults } from './address-names.ts';
import { attackerName, foreignName, nameInstead, namesInstead, onlyNames, parent } from './leaf-names.ts';
import { uriFaults } from './uri-names.ts';
import { wildcardFaults } from './wildcard-names.ts';

const hostNameFaults = {
  'wrong-name': nameInstead(`The leaf names ${foreignName} and nothing else.`, () => foreignName),
  'default-certificate': nameInstead(
    'The leaf names the default host of the server and not the one that was asked for.',
    () => 'default.lab.test',
  ),
  'parent-domain': nameInstead('The leaf names the domain above the host and nothing else.', parent),
  'attacker-name': nameInstead(
    `The leaf names ${attackerName}, where the hijacked SRV record leads.`,
    () => attackerName,
  ),
  'dns-name-only': {
    title: 'The leaf names the host in the subject alternative name only, the common name is absent.',
    differs: ['leaf subject'],
    make: (good) => onlyNames(good, good.leaf.names),
  },
  'empty-subject': {
    title: 'The subject is empty and the subject alternative name critical, as RFC 5280 §4.2.1.6 has it.',
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good) => ({
      ...good,
      leaf: { ...good.leaf, subject: { organization: null, commonName: null }, namesCritical: true },
    }),
  },
  'common-name-only': {
    title: 'The common name is the host, and there is no subject alternative name.',
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, names: [] } }),
  },
  'common-name-beside-foreign-san': {
    title: `The common name is the host, the subject alternative name is ${foreignName}.`,
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, names: [{ dns: foreignName }] } }),
  },
  'email-name-only': {
    title: 'The common name is the host, the subject alternative name is a mail address.',
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => ({ ...good, leaf: { ...good.leaf, names: [{ email: `alice@${host}` }] } }),
  },
  'nul-in-san': namesInstead('A NUL and another domain stand behind the host in the DNS name.', (host) => [
    { dns: withNul(host) },
  ]),
  'nul-in-common-name': {
    title: 'A NUL and another domain stand behind the host in the common name, the only name.',
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => {
      const { leaf } = good;
      return { ...good, leaf: { ...leaf, subject: { ...leaf.subject, commonName: withNul(host) }, names: [] } };
    },
  },
  'upper-case-name': nameInstead('The leaf names the host in capital letters.', (host) => host.toUpperCase()),
  'trailing-dot-name': nameInstead('The leaf names the host with a dot behind it.', (host) => `${host}.`),
  // The U-label of xn--bcher-kva, in octets that no IA5String may have (RFC 5280 §7.2).
  'utf8-name': namesInstead('The DNS name is bücher.lab.test in UTF-8 instead of its A-label.', () => [
    { dns: Buffer.from('bücher.lab.test', 'utf8') },
  ]),
  'similar-names': namesInstead(
    'The leaf names the domains above the host, and names that begin or end like it.',
    (host) => [parent(host), parent(parent(host)), `x${host}`, `${host}.evil.test`].map((dns) => ({ dns })),
  ),
  'thousand-names': namesInstead('The leaf has a thousand names, the host last.', (host) => manyNames(1000, host)),
  'ten-thousand-names': namesInstead('The leaf has ten thousand names, the host last.', (host) =>
    manyNames(10_000, host),
  ),
} satisfies Record<string, CertificateFault>;

export const nameFaults = { ...hostNameFaults, ...wildcardFaults, ...uriFaults, ...addressFaults };

const withNul = (host: string): Buffer => Buffer.from(`${host}\0.evil.test`, 'latin1');

function manyNames(count: number, last: string): { dns: string }[] {
  const others = Array.from({ length: count - 1 }, (_, index) => ({ dns: `n${index}.lab.test` }));
  return [...others, { dns: last }];
}
