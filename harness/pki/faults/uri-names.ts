/** Faults of URIs in the subjectAltName: only sip: without a user names a SIP domain (RFC 5922 §7.1). */
import type { CertificateFault } from '../fault.ts';
import { sipUri } from '../chain.ts';
import { foreignName, namesInstead, onlyNames, parent } from './leaf-names.ts';

/** Where the SRV record of the lab's domain leads. */
const serverOfDomain = 'proxy1.lab.test';

export const uriFaults = {
  'sip-uri-name': namesInstead('The leaf names the host only as a SIP URI.', (host) => [sipUri(host)]),
  'sip-uri-and-address': {
    title: 'The leaf names the host as a SIP URI and as DNS name or address, the common name is absent.',
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) =>
      onlyNames(good, [sipUri(host), ...good.leaf.names.filter((name) => 'dns' in name || 'ip' in name)]),
  },
  'sip-uri-beside-target-name': namesInstead(
    `The leaf names the host as a SIP URI, and ${serverOfDomain} as DNS name.`,
    (host) => [sipUri(host), { dns: serverOfDomain }],
  ),
  'foreign-sip-uri': namesInstead(`A SIP URI of ${foreignName} stands beside the right DNS name.`, (host) => [
    sipUri(foreignName),
    { dns: host },
  ]),
  'sip-uri-with-user': namesInstead('The leaf names only the SIP URI of a user at the host.', (host) => [
    { uri: `sip:alice@${host}` },
  ]),
  'sips-uri-name': namesInstead('The leaf names the host only as a SIPS URI.', (host) => [{ uri: `sips:${host}` }]),
  'sip-uri-wildcard': namesInstead(
    "The leaf names only a SIP URI with a wildcard of the host's parent domain.",
    (host) => [{ uri: `sip:*.${parent(host)}` }],
  ),
  'upper-case-sip-uri': {
    ...namesInstead('The only name of the host, a SIP URI, is in capital letters.', (host) => [
      { uri: `SIP:${host.toUpperCase()}` },
    ]),
    control: 'sip-uri-name',
  },
  'https-uri-name': namesInstead('The leaf names the host only as an HTTPS URI.', (host) => [
    { uri: `https://${host}` },
  ]),
  'target-name-only': namesInstead(`The leaf names ${serverOfDomain} and nothing else.`, () => [
    { dns: serverOfDomain },
  ]),
} satisfies Record<string, CertificateFault>;
