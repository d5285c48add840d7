/** Faults of servers that are reached by their address: only iPAddress names one (RFC 9525 §6.4). */
import { isIP } from 'node:net';
import type { CertificateFault } from '../fault.ts';
import type { AlternativeName } from '../names.ts';
import { namesInstead } from './leaf-names.ts';

export const addressFaults = {
  'address-name': namedByAddress(
    'The leaf names the address as iPAddress only, the common name is absent.',
    (address) => ({
      ip: address,
    }),
  ),
  'address-as-dns-name': namedByAddress('The leaf names the address as the text of a DNS name only.', (address) => ({
    dns: address,
  })),
  'address-as-common-name': {
    title: 'The common name is the address, and there is no subject alternative name.',
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => {
      const { leaf } = good;
      return { ...good, leaf: { ...leaf, subject: { ...leaf.subject, commonName: addressOf(host) }, names: [] } };
    },
  },
  'neighbour-address': namedByAddress('The leaf names the next address as iPAddress only.', (address) => ({
    ip: neighbour(address),
  })),
  'short-address-as-dns-name': namedByAddress(
    'The leaf names a short form of the address as a DNS name only: 127.1 for 127.0.0.1.',
    (address) => ({ dns: address.replace(/\.(?:\d+\.)+/, '.') }),
  ),
} satisfies Record<string, CertificateFault>;

function namedByAddress(title: string, nameFor: (address: string) => AlternativeName): CertificateFault {
  return { ...namesInstead(title, (host) => [nameFor(addressOf(host))]), control: 'sip-uri-and-address' };
}

/** A host that is reached by its name has no address in its certificate; one for documentation (RFC 5737) stands for it. */
const addressOf = (host: string): string => (isIP(host) === 0 ? '192.0.2.10' : host);

/** The last octet or digit is another one, the network is the same. */
function neighbour(address: string): string {
  const head = address.slice(0, -1);
  return address.endsWith('1') ? `${head}2` : `${head}1`;
}
