import { expect, test } from '@playwright/test';
import { revocationFaults } from './revocation.ts';
import { revocationProperties } from './testing-revocation.ts';
import { testFaults } from './testing.ts';

const bench = testFaults(
  revocationFaults,
  // openssl verify asks nobody.
  {
    'good-by-crl': [],
    'revoked-by-crl': [],
    'revoked-later': [],
    'crl-unreachable': [],
    'crl-slow': [],
    'crl-stale': [],
    'crl-foreign-signer': [],
    'intermediate-revoked': [],
    'good-by-ocsp': [],
    'revoked-by-ocsp': [],
    'staple-good': [],
    'must-staple-kept': [],
    'must-staple-broken': [],
    'staple-revoked': [],
    'staple-bad-signature': [],
    'staple-stale': [],
    'staple-other-serial': [],
  },
);

const good = 'good, current, signed by the issuer';
const revoked = 'revoked, current, signed by the issuer';

/** What openssl reads in the lists and responses: of the leaf by list, responder and staple, of the intermediate by list. */
const said: Record<keyof typeof revocationFaults, Record<string, string>> = {
  'good-by-crl': { 'leaf CRL': good },
  'revoked-by-crl': { 'leaf CRL': revoked },
  'revoked-later': { 'leaf CRL': good },
  'crl-unreachable': { 'leaf CRL': 'nobody listens' },
  'crl-slow': { 'leaf CRL': `slow, ${good}` },
  'crl-stale': { 'leaf CRL': 'good, stale, signed by the issuer' },
  'crl-foreign-signer': { 'leaf CRL': 'good, current, not signed by the issuer' },
  'intermediate-revoked': { 'leaf CRL': good, 'intermediate CRL': revoked },
  'good-by-ocsp': { 'leaf OCSP': good },
  'revoked-by-ocsp': { 'leaf OCSP': revoked },
  'staple-good': { 'leaf OCSP': good, 'leaf staple': good },
  'must-staple-kept': { 'leaf OCSP': good, 'leaf staple': good },
  'must-staple-broken': { 'leaf OCSP': good },
  'staple-revoked': { 'leaf OCSP': good, 'leaf staple': revoked },
  'staple-bad-signature': { 'leaf OCSP': good, 'leaf staple': 'good, current, not signed by the issuer' },
  'staple-stale': { 'leaf OCSP': good, 'leaf staple': 'good, stale, signed by the issuer' },
  'staple-other-serial': { 'leaf OCSP': good, 'leaf staple': 'another certificate, signed by the issuer' },
};

for (const [name, sayings] of Object.entries(said) as [keyof typeof said, Record<string, string>][]) {
  test(`openssl reads in the revocation data of ${name} what the fault means`, () => {
    const found = revocationProperties(bench.pki.certificate(name, 'sip.lab.test'), bench.pki);
    const sources = [...found].filter(([property]) => /(CRL|OCSP|staple)$/.test(property));
    expect(Object.fromEntries(sources)).toEqual({ 'intermediate CRL': good, ...sayings });
  });
}

test('what is revoked in the midst of a test is then on the list at the same address', () => {
  const served = bench.pki.certificate('revoked-later', 'sip.lab.test');
  const later = { ...served, published: served.publishedOnceRevoked };
  expect(Object.keys(later.published)).toEqual(Object.keys(served.published));
  expect(new Map(revocationProperties(later, bench.pki)).get('leaf CRL')).toBe(revoked);
});

test('all faults and hosts publish one list of the root, and nothing else that another one does', () => {
  const names = Object.keys(revocationFaults) as (keyof typeof revocationFaults)[];
  const hosts = ['sip.lab.test', 'prov.lab.test', '::1'];
  const published = hosts.flatMap((host) => names.map((name) => bench.pki.certificate(name, host).published));
  const roots = published.map((records) => records['/lab-root.crl']?.toString('hex'));
  expect(new Set(roots).size).toBe(1);
  const own = published.flatMap((records) => Object.keys(records)).filter((path) => path !== '/lab-root.crl');
  expect(new Set(own).size).toBe(own.length);
});
