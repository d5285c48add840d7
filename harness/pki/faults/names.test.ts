import { expect, test } from '@playwright/test';
import type { FaultName } from '../certificate-faults.ts';
import { nameFaults } from './names.ts';
import { found, properties, testFaults } from './testing.ts';

const subdomain = 'a.sip.lab.test';
const domain = 'lab.test';
const idn = 'xn--bcher-kva.lab.test';
const ipv4 = '127.0.0.1';

const bench = testFaults(nameFaults, {
  'wrong-name': [found.hostnameMismatch],
  'default-certificate': [found.hostnameMismatch],
  'parent-domain': [found.hostnameMismatch],
  'attacker-name': [found.hostnameMismatch],
  'dns-name-only': [],
  'empty-subject': [],
  // OpenSSL falls back to the common name where no DNS name stands in the subject alternative name.
  'common-name-only': [],
  'common-name-beside-foreign-san': [found.hostnameMismatch],
  'email-name-only': [],
  'nul-in-san': [found.hostnameMismatch],
  'nul-in-common-name': [found.hostnameMismatch],
  'upper-case-name': [],
  'trailing-dot-name': [found.hostnameMismatch],
  'utf8-name': { host: idn, finds: [found.hostnameMismatch] },
  'similar-names': [found.hostnameMismatch],
  'thousand-names': [],
  'ten-thousand-names': [],
  'wildcard-name': [],
  'wildcard-two-labels-up': { host: subdomain, finds: [found.hostnameMismatch] },
  'wildcard-below-host': { host: domain, finds: [found.hostnameMismatch] },
  // OpenSSL takes a wildcard at the beginning or end of the left-most label, not within.
  'wildcard-after-letter': [],
  'wildcard-before-letter': [],
  'wildcard-between-letters': [found.hostnameMismatch],
  'wildcard-inner-label': [found.hostnameMismatch],
  'wildcard-twice': [found.hostnameMismatch],
  'wildcard-alone': [found.hostnameMismatch],
  'wildcard-with-dot': [found.hostnameMismatch],
  'wildcard-of-top-level': { host: domain, finds: [found.hostnameMismatch] },
  'leading-dot': [found.hostnameMismatch],
  'sip-uri-name': [found.hostnameMismatch],
  'sip-uri-and-address': [],
  'sip-uri-beside-target-name': { host: domain, finds: [found.hostnameMismatch] },
  'foreign-sip-uri': [],
  'sip-uri-with-user': [found.hostnameMismatch],
  'sips-uri-name': [found.hostnameMismatch],
  'sip-uri-wildcard': [found.hostnameMismatch],
  'upper-case-sip-uri': [found.hostnameMismatch],
  'https-uri-name': [found.hostnameMismatch],
  'target-name-only': { host: domain, finds: [found.hostnameMismatch] },
  'address-name': { host: ipv4, finds: [] },
  'address-as-dns-name': { host: ipv4, finds: [found.addressMismatch] },
  'address-as-common-name': { host: ipv4, finds: [found.addressMismatch] },
  'neighbour-address': { host: ipv4, finds: [found.addressMismatch] },
  'short-address-as-dns-name': { host: ipv4, finds: [found.addressMismatch] },
});

const written: readonly [FaultName, string, string][] = [
  ['good', 'sip.lab.test', 'DNS:sip.lab.test'],
  ['good', '192.0.2.10', 'URI:sip:192.0.2.10, IP Address:192.0.2.10'],
  ['good', '2001:db8::1', 'URI:sip:[2001:db8::1], IP Address:2001:DB8:0:0:0:0:0:1'],
  ['wrong-name', 'sip.lab.test', 'DNS:other.lab.test'],
  ['default-certificate', 'sip.lab.test', 'DNS:default.lab.test'],
  ['empty-subject', 'sip.lab.test', 'critical DNS:sip.lab.test'],
  ['email-name-only', 'sip.lab.test', 'email:alice@sip.lab.test'],
  ['upper-case-name', 'sip.lab.test', 'DNS:SIP.LAB.TEST'],
  ['trailing-dot-name', 'sip.lab.test', 'DNS:sip.lab.test.'],
  ['similar-names', 'sip.lab.test', 'DNS:lab.test, DNS:test, DNS:xsip.lab.test, DNS:sip.lab.test.evil.test'],
  ['wildcard-name', 'sip.lab.test', 'DNS:*.lab.test'],
  ['wildcard-two-labels-up', subdomain, 'DNS:*.lab.test'],
  ['wildcard-below-host', domain, 'DNS:*.lab.test'],
  ['wildcard-after-letter', 'sip.lab.test', 'DNS:s*.lab.test'],
  ['wildcard-after-letter', 'prov.lab.test', 'DNS:p*.lab.test'],
  ['wildcard-before-letter', 'prov.lab.test', 'DNS:*v.lab.test'],
  ['wildcard-between-letters', 'prov.lab.test', 'DNS:p*v.lab.test'],
  ['wildcard-inner-label', 'prov.lab.test', 'DNS:prov.*.test'],
  ['wildcard-twice', 'prov.lab.test', 'DNS:*.*.test'],
  ['wildcard-alone', 'prov.lab.test', 'DNS:*'],
  ['wildcard-with-dot', 'prov.lab.test', 'DNS:*.'],
  ['wildcard-of-top-level', domain, 'DNS:*.test'],
  ['leading-dot', 'prov.lab.test', 'DNS:.lab.test'],
  ['sip-uri-name', 'sip.lab.test', 'URI:sip:sip.lab.test'],
  ['sip-uri-name', '::1', 'URI:sip:[::1]'],
  ['sip-uri-and-address', 'sip.lab.test', 'URI:sip:sip.lab.test, DNS:sip.lab.test'],
  ['sip-uri-and-address', ipv4, 'URI:sip:127.0.0.1, IP Address:127.0.0.1'],
  ['sip-uri-beside-target-name', domain, 'URI:sip:lab.test, DNS:proxy1.lab.test'],
  ['foreign-sip-uri', 'sip.lab.test', 'URI:sip:other.lab.test, DNS:sip.lab.test'],
  ['sip-uri-with-user', 'sip.lab.test', 'URI:sip:alice@sip.lab.test'],
  ['sips-uri-name', 'sip.lab.test', 'URI:sips:sip.lab.test'],
  ['sip-uri-wildcard', 'sip.lab.test', 'URI:sip:*.lab.test'],
  ['upper-case-sip-uri', 'sip.lab.test', 'URI:SIP:SIP.LAB.TEST'],
  ['https-uri-name', 'sip.lab.test', 'URI:https://sip.lab.test'],
  ['target-name-only', domain, 'DNS:proxy1.lab.test'],
  ['address-name', ipv4, 'IP Address:127.0.0.1'],
  ['address-name', '::1', 'IP Address:0:0:0:0:0:0:0:1'],
  ['address-as-dns-name', ipv4, 'DNS:127.0.0.1'],
  ['neighbour-address', ipv4, 'IP Address:127.0.0.2'],
  ['short-address-as-dns-name', ipv4, 'DNS:127.1'],
];
for (const [fault, host, names] of written) {
  test(`the names of ${fault} for ${host} come out as written`, () => {
    expect(properties(bench.pki, fault, host).get('leaf X509v3 Subject Alternative Name')).toBe(names);
  });
}

for (const [fault, host, name] of [
  ['nul-in-san', 'sip.lab.test', Buffer.from('sip.lab.test\0.evil.test', 'latin1')],
  ['utf8-name', idn, Buffer.from('62c3bc636865722e6c61622e74657374', 'hex')],
] as const) {
  test(`the DNS name of ${fault} has the very octets`, () => {
    const element = Buffer.concat([Buffer.of(0x30, name.length + 2, 0x82, name.length), name]);
    expect(bench.pki.certificate(fault, host).chain[0]?.includes(element)).toBe(true);
  });
}

test('the common name of nul-in-common-name has the very octets', () => {
  const name = Buffer.from('sip.lab.test\0.evil.test', 'latin1');
  const utf8String = Buffer.concat([Buffer.of(0x0c, name.length), name]);
  expect(bench.pki.certificate('nul-in-common-name', 'sip.lab.test').chain[0]?.includes(utf8String)).toBe(true);
});

for (const [fault, count] of [
  ['thousand-names', 1000],
  ['ten-thousand-names', 10_000],
] as const) {
  test(`${fault} are that many, the host last`, () => {
    const names = properties(bench.pki, fault).get('leaf X509v3 Subject Alternative Name')?.split(', ');
    expect(new Set(names).size).toBe(count);
    expect(names?.at(-1)).toBe('DNS:sip.lab.test');
  });
}

test('a thousand names stay below the 100 KiB that OpenSSL takes as a chain unless told otherwise', () => {
  const sizes = bench.pki.certificate('thousand-names', 'sip.lab.test').chain.map(({ length }) => length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100 * 1024);
});
