/** Faults of key usage, constraints and other extensions. */
import type { CertificateFault, Difference } from '../fault.ts';
import { chainFaults } from './chain.ts';
import { constraintFaults } from './constraints.ts';
import { formFaults } from './form.ts';
import { intermediateWith, leafWith } from './variants.ts';

const keyUsage: Difference = 'leaf X509v3 Key Usage';
const extendedKeyUsage: Difference = 'leaf X509v3 Extended Key Usage';

const plainUsageFaults = {
  'client-auth-only': leafWith(
    'The extended key usage of the leaf is client authentication only.',
    { extendedKeyUsage: ['clientAuth'] },
    extendedKeyUsage,
  ),
  'no-extended-key-usage': leafWith('The leaf has no extended key usage.', { extendedKeyUsage: [] }, extendedKeyUsage),
  'any-extended-key-usage': leafWith(
    'The extended key usage of the leaf is any.',
    { extendedKeyUsage: ['anyExtendedKeyUsage'] },
    extendedKeyUsage,
  ),
  'sip-domain-and-server-usage': leafWith(
    'The extended key usage of the leaf is SIP domain and server authentication.',
    { extendedKeyUsage: ['sipDomain', 'serverAuth'] },
    extendedKeyUsage,
  ),
  'sip-domain-usage-only': leafWith(
    'The extended key usage of the leaf is SIP domain only.',
    { extendedKeyUsage: ['sipDomain'] },
    extendedKeyUsage,
  ),
  'code-signing-critical': leafWith(
    'The extended key usage of the leaf is code signing only, and critical.',
    { extendedKeyUsage: ['codeSigning'], extendedKeyUsageCritical: true },
    extendedKeyUsage,
  ),
  'intermediate-for-mail': intermediateWith(
    'The extended key usage of the intermediate is mail protection only.',
    'For Mail',
    { extendedKeyUsage: ['emailProtection'] },
    'intermediate X509v3 Extended Key Usage',
  ),
  'leaf-signs-certificates-only': leafWith(
    'The key of the leaf may sign certificates only.',
    { keyUsage: ['keyCertSign'] },
    keyUsage,
  ),
  'leaf-enciphers-keys-only': leafWith(
    'The key of the leaf may encipher keys only.',
    { keyUsage: ['keyEncipherment'] },
    keyUsage,
  ),
  'ecdsa-leaf-agrees-keys-only': {
    title: 'The ECDSA key of the leaf may agree keys only.',
    control: 'ecdsa-chain',
    differs: [keyUsage],
    // OpenSSL as a server of TLS 1.2 chooses no ECDSA suite for a key that may not sign.
    crafted: true,
    make: (good, shop) => {
      const chain = chainFaults['ecdsa-chain'].make(good, shop);
      return { ...chain, leaf: { ...chain.leaf, keyUsage: ['keyAgreement'] } };
    },
  },
  'intermediate-without-constraints': intermediateWith(
    'The intermediate has no basic constraints.',
    'Without Constraints',
    { basicConstraints: null },
    'intermediate X509v3 Basic Constraints',
  ),
  'intermediate-not-ca': intermediateWith(
    'The basic constraints of the intermediate say that it is no certificate authority.',
    'Without Authority',
    { basicConstraints: { authority: false } },
    'intermediate X509v3 Basic Constraints',
  ),
  'intermediate-may-not-sign': intermediateWith(
    'The key usage of the intermediate is without the signing of certificates.',
    'Without Signing',
    { keyUsage: ['cRLSign'] },
    'intermediate X509v3 Key Usage',
  ),
  'leaf-is-authority': leafWith(
    'The basic constraints of the leaf say that it is a certificate authority.',
    { basicConstraints: { authority: true } },
    'leaf X509v3 Basic Constraints',
  ),
} satisfies Record<string, CertificateFault>;

export const usageFaults = { ...plainUsageFaults, ...constraintFaults, ...formFaults };
