/** Faults of the form of certificates: version, serial number, extensions that are unknown, double, malformed or large. */
import type { Workshop } from '../chain.ts';
import { element } from '../der.ts';
import { mustStaple, subjectAlternativeName, unknownExtension } from '../extensions.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { generalName } from '../names.ts';
import { changedLeaf, intermediateWith, leafWith } from './variants.ts';

const serial: Difference = 'leaf serial';
const alternativeName: Difference = 'leaf X509v3 Subject Alternative Name';
const unknownInLeaf: Difference = 'leaf 1.3.6.1.4.1.32473.1';

export const formFaults = {
  'intermediate-version-1': intermediateWith(
    'The intermediate is of X.509 version 1, which has no extensions.',
    'Of Version 1',
    { version: 1 },
    'intermediate version',
    'intermediate X509v3 Basic Constraints',
    'intermediate X509v3 Key Usage',
    'intermediate X509v3 Subject Key Identifier',
    'intermediate X509v3 Authority Key Identifier',
    // Its identifier stands in no certificate any more.
    'leaf X509v3 Authority Key Identifier',
  ),
  'leaf-version-1': leafWith(
    'The leaf is of X.509 version 1, which has no extensions.',
    { version: 1 },
    'leaf version',
    'leaf X509v3 Key Usage',
    'leaf X509v3 Extended Key Usage',
    alternativeName,
    'leaf X509v3 Subject Key Identifier',
    'leaf X509v3 Authority Key Identifier',
  ),
  // Two hosts get the same number from one issuer, which is not to be had otherwise.
  'serial-zero': leafWith('The serial number of the leaf is 0.', { serial: 0n }, serial),
  'serial-negative': {
    title: 'The serial number of the leaf is negative.',
    differs: [serial],
    make: (good, shop) => changedLeaf(good, { serial: serialNumber(0xc0, 16, shop) }),
  },
  'serial-too-long': {
    title: 'The serial number of the leaf has 21 octets, one more than RFC 5280 §4.1.2.2 allows.',
    differs: [serial],
    make: (good, shop) => changedLeaf(good, { serial: serialNumber(0x40, 21, shop) }),
  },
  'unknown-critical-in-leaf': leafWith(
    'The leaf has a critical extension that nobody knows.',
    { extensions: [unknownExtension(true)] },
    unknownInLeaf,
  ),
  'unknown-critical-in-intermediate': intermediateWith(
    'The intermediate has a critical extension that nobody knows.',
    'With Unknown Extension',
    { extensions: [unknownExtension(true)] },
    'intermediate 1.3.6.1.4.1.32473.1',
  ),
  'unknown-extension': leafWith(
    'The leaf has an extension that nobody knows and that is not critical.',
    { extensions: [unknownExtension(false)] },
    unknownInLeaf,
  ),
  'large-extension': leafWith(
    'The leaf has an extension of 20 KiB that nobody knows and that is not critical.',
    { extensions: [unknownExtension(false, 20 * 1024)] },
    unknownInLeaf,
  ),
  'must-staple': leafWith(
    'The leaf demands a stapled OCSP response (RFC 7633), and there is none.',
    { extensions: [mustStaple()] },
    'leaf TLS Feature',
  ),
  'duplicate-extension': {
    title: 'The subject alternative name of the leaf stands there twice, the same both times.',
    differs: [alternativeName],
    make: (good) => changedLeaf(good, { extensions: [subjectAlternativeName(good.leaf.names)] }),
  },
  'malformed-san': {
    title: 'The subject alternative name of the leaf is a SET of the good names instead of a SEQUENCE.',
    differs: [alternativeName],
    make: (good) => {
      const value = element(0x31, ...good.leaf.names.map(generalName));
      return changedLeaf(good, { names: [], extensions: [{ ...subjectAlternativeName([]), value }] });
    },
  },
} satisfies Record<string, CertificateFault>;

/** That many octets, the first of which decides the sign; another one for each host. */
function serialNumber(first: number, size: number, shop: Workshop): Buffer {
  return Buffer.concat([Buffer.of(first), shop.octets(`serial number ${first}`, size - 1)]);
}
