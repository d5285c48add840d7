import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { FaultName } from '../certificate-faults.ts';
import { pemOf } from '../pem.ts';
import { found, properties, testFaults } from './testing.ts';
import { usageFaults } from './usage.ts';

const ipv4 = '127.0.0.1';

const bench = testFaults(usageFaults, {
  'client-auth-only': [found.wrongPurpose],
  'no-extended-key-usage': [],
  'any-extended-key-usage': [found.wrongPurpose],
  'sip-domain-and-server-usage': [],
  'sip-domain-usage-only': [found.wrongPurpose],
  'code-signing-critical': [found.wrongPurpose],
  'intermediate-for-mail': [found.wrongPurpose],
  // Only an authority may sign certificates.
  'leaf-signs-certificates-only': [found.wrongPurpose, found.notAnAuthority, found.signsWithoutAuthority],
  // Which key exchange the key is for shows in the handshake only.
  'leaf-enciphers-keys-only': [],
  'ecdsa-leaf-agrees-keys-only': [],
  'intermediate-without-constraints': [found.notAnAuthority, found.signsWithoutAuthority],
  // Three names for the one missing bit.
  'intermediate-not-ca': [found.notAnAuthority, found.wrongPurpose, found.signsWithoutAuthority],
  'intermediate-may-not-sign': [found.notAnAuthority, found.wrongPurpose, found.keyUsageWithoutCertSign],
  'leaf-is-authority': [],
  'path-length-kept': [],
  'path-length-exceeded': [found.pathLengthExceeded],
  'root-path-length-kept': [],
  'root-path-length-exceeded': [found.pathLengthExceeded],
  'permits-other-domain': [found.permittedSubtreeViolation],
  'excludes-domain': [found.excludedSubtreeViolation],
  'permits-domain': [],
  'constraints-not-critical': [],
  // OpenSSL compares the wildcard as if it were a name.
  'wildcard-over-excluded-name': [],
  'permits-other-uris': [found.unsupportedName],
  'permits-other-addresses': { host: ipv4, finds: [found.permittedSubtreeViolation] },
  // Policies are checked on request only.
  'explicit-policy-required': [],
  'intermediate-version-1': [found.notAnAuthority, found.wrongPurpose],
  'leaf-version-1': [],
  'serial-zero': [],
  'serial-negative': [],
  'serial-too-long': [],
  'unknown-critical-in-leaf': [found.unknownCriticalExtension],
  'unknown-critical-in-intermediate': [found.unknownCriticalExtension],
  'unknown-extension': [],
  'large-extension': [],
  'must-staple': [],
  // OpenSSL looks for no issuer of a certificate that it holds for invalid.
  'duplicate-extension': [found.noIssuer],
  'malformed-san': [found.noIssuer],
});

const written: readonly [FaultName, string, string][] = [
  ['client-auth-only', 'leaf X509v3 Extended Key Usage', 'TLS Web Client Authentication'],
  ['any-extended-key-usage', 'leaf X509v3 Extended Key Usage', 'Any Extended Key Usage'],
  [
    'sip-domain-and-server-usage',
    'leaf X509v3 Extended Key Usage',
    '1.3.6.1.5.5.7.3.20, TLS Web Server Authentication',
  ],
  ['sip-domain-usage-only', 'leaf X509v3 Extended Key Usage', '1.3.6.1.5.5.7.3.20'],
  ['code-signing-critical', 'leaf X509v3 Extended Key Usage', 'critical Code Signing'],
  ['intermediate-for-mail', 'intermediate X509v3 Extended Key Usage', 'E-mail Protection'],
  ['leaf-signs-certificates-only', 'leaf X509v3 Key Usage', 'critical Certificate Sign'],
  ['leaf-enciphers-keys-only', 'leaf X509v3 Key Usage', 'critical Key Encipherment'],
  ['ecdsa-leaf-agrees-keys-only', 'leaf X509v3 Key Usage', 'critical Key Agreement'],
  ['intermediate-not-ca', 'intermediate X509v3 Basic Constraints', 'critical CA:FALSE'],
  ['intermediate-may-not-sign', 'intermediate X509v3 Key Usage', 'critical CRL Sign'],
  ['leaf-is-authority', 'leaf X509v3 Basic Constraints', 'critical CA:TRUE'],
  ['permits-other-domain', 'intermediate X509v3 Name Constraints', 'critical Permitted: DNS:other.test'],
  ['excludes-domain', 'intermediate X509v3 Name Constraints', 'critical Excluded: DNS:lab.test'],
  ['permits-domain', 'intermediate X509v3 Name Constraints', 'critical Permitted: DNS:lab.test'],
  ['constraints-not-critical', 'intermediate X509v3 Name Constraints', 'Permitted: DNS:lab.test'],
  ['wildcard-over-excluded-name', 'intermediate X509v3 Name Constraints', 'critical Excluded: DNS:bad.lab.test'],
  ['wildcard-over-excluded-name', 'leaf X509v3 Subject Alternative Name', 'DNS:*.lab.test'],
  ['permits-other-uris', 'intermediate X509v3 Name Constraints', 'critical Permitted: URI:.other.test'],
  ['permits-other-addresses', 'intermediate X509v3 Name Constraints', 'critical Permitted: IP:10.0.0.0/255.0.0.0'],
  ['explicit-policy-required', 'intermediate X509v3 Policy Constraints', 'critical Require Explicit Policy:0'],
  ['intermediate-version-1', 'intermediate version', '1 (0x0)'],
  ['leaf-version-1', 'leaf version', '1 (0x0)'],
  ['serial-zero', 'leaf serial', 'zero'],
  ['serial-negative', 'leaf serial', '-16 octets'],
  ['serial-too-long', 'leaf serial', '21 octets'],
  ['must-staple', 'leaf TLS Feature', 'status_request'],
  ['duplicate-extension', 'leaf X509v3 Subject Alternative Name', 'DNS:sip.lab.test | DNS:sip.lab.test'],
];
for (const [fault, property, value] of written) {
  test(`the ${property.replace('X509v3 ', '')} of ${fault} comes out as written`, () => {
    expect(properties(bench.pki, fault).get(property)).toBe(value);
  });
}

for (const [fault, pathLength] of [
  ['path-length-kept', 1],
  ['path-length-exceeded', 0],
] as const) {
  test(`the upper intermediate of ${fault} allows ${pathLength} below itself`, () => {
    const upper = bench.pki.certificate(fault, 'sip.lab.test').chain[2] ?? Buffer.alloc(0);
    expect(basicConstraints(pemOf(upper))).toBe(`critical CA:TRUE, pathlen:${pathLength}`);
  });

  test(`the uploaded root of root-${fault} allows ${pathLength} below itself`, () => {
    const { anchorPem } = bench.pki.certificate(`root-${fault}`, 'sip.lab.test');
    expect(basicConstraints(anchorPem ?? '')).toBe(`critical CA:TRUE, pathlen:${pathLength}`);
  });
}

test('the serial numbers that are wrong on purpose are others for another host, zero aside', () => {
  const serials = (['serial-negative', 'serial-too-long'] as const).flatMap((fault) =>
    ['sip.lab.test', 'prov.lab.test'].map((host) => bench.pki.certificate(fault, host).chain[0] ?? Buffer.alloc(0)),
  );
  expect(new Set(serials.map((der) => new X509Certificate(der).serialNumber)).size).toBe(serials.length);
});

test('the names of malformed-san are those of the good certificate but for the tag around them', () => {
  const names = Buffer.concat([Buffer.of(0x82, 12), Buffer.from('sip.lab.test')]);
  const inside = (tag: number): Buffer => Buffer.concat([Buffer.of(0x04, 16, tag, 14), names]);
  expect(bench.pki.certificate('malformed-san', 'sip.lab.test').chain[0]?.includes(inside(0x31))).toBe(true);
  expect(bench.pki.certificate('good', 'sip.lab.test').chain[0]?.includes(inside(0x30))).toBe(true);
});

test('the large extension takes the leaf beyond one TLS record of 16 KiB', () => {
  expect(bench.pki.certificate('large-extension', 'sip.lab.test').chain[0]?.length).toBeGreaterThan(20 * 1024);
});

function basicConstraints(pem: string): string {
  const run = spawnSync('openssl', ['x509', '-noout', '-ext', 'basicConstraints'], { input: pem, encoding: 'utf8' });
  return run.stdout.replace('X509v3 Basic Constraints:', '').replaceAll(/\s+/g, ' ').trim();
}
