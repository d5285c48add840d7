import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { clientCertificateKinds, type ClientCertificateKind } from './client-certificates.ts';
import { deviceCertificateKinds, type DeviceCertificateKind } from './device-certificates.ts';
import { found, workbench } from './faults/testing.ts';
import { revocationProperties } from './faults/testing-revocation.ts';
import { pemOf } from './pem.ts';
import type { Identity } from './pki.ts';

test.beforeEach(() => {
  test.skip(spawnSync('openssl', ['version']).status !== 0 && !process.env.CI, 'openssl is not installed');
});

const bench = workbench();
const mac = '00:04:13:AA:BB:CC';

const clients: Record<ClientCertificateKind, number[]> = {
  good: [],
  'unknown-authority': [found.noIssuer],
  'self-signed': [found.selfSigned],
  expired: [found.expired],
  'not-yet-valid': [found.notYetValid],
  'server-usage-only': [found.wrongPurpose],
  // OpenSSL does not take the word for it (RFC 5280 §4.2.1.12 leaves that open).
  'any-usage': [found.wrongPurpose],
  'other-domain': [found.hostnameMismatch],
  // openssl verify asks nobody.
  'good-by-crl': [],
  revoked: [],
};

for (const kind of clientCertificateKinds) {
  test(`openssl finds in the client certificate "${kind}" what it means`, () => {
    const client = bench.pki.clientCertificate(kind);
    expect(verify(client, bench.pki.anchors.lab, ['-verify_hostname', 'sip.lab.test'])).toEqual(clients[kind]);
    expectOwnKey(client);
  });
}

test('a client is named by its SIP domain and its host', () => {
  const namesOf = (kind: ClientCertificateKind): unknown =>
    new X509Certificate(bench.pki.clientCertificate(kind).chainPem).subjectAltName;
  expect(namesOf('good')).toBe('URI:sip:sip.lab.test, DNS:sip.lab.test');
  expect(namesOf('other-domain')).toBe('URI:sip:other.lab.test, DNS:other.lab.test');
});

test('openssl reads in the CRLs of clients that one is revoked and the other is not', () => {
  const status = (kind: ClientCertificateKind): unknown => {
    const { chainPem, published } = bench.pki.clientCertificate(kind);
    const chain = chainPem.split(/(?<=-----END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem).raw);
    const properties = revocationProperties({ chain, published, staple: null }, bench.pki);
    return [properties.get('leaf CRL'), properties.get('intermediate CRL')];
  };
  const good = 'good, current, signed by the issuer';
  expect(status('good-by-crl')).toEqual([good, good]);
  expect(status('revoked')).toEqual(['revoked, current, signed by the issuer', good]);
  expect(bench.pki.clientCertificate('good').published).toEqual({});
});

const devices: Record<DeviceCertificateKind, number[]> = {
  good: [],
  expired: [found.expired],
  'other-mac': [],
  'other-authority': [found.noIssuer],
  'self-signed': [found.selfSigned],
  replacement: [],
  'shared-key': [],
  'weak-key': [],
  authority: [],
  'server-usage-only': [found.wrongPurpose],
};

for (const kind of deviceCertificateKinds) {
  test(`openssl finds in the device certificate "${kind}" what it means`, () => {
    const device = bench.pki.deviceIdentity(mac, kind);
    expect(verify(device, bench.pki.anchors.device, [])).toEqual(devices[kind]);
    expectOwnKey(device);
    const named = kind === 'other-mac' ? '00:04:13:AA:BB:CD' : mac;
    expect(new X509Certificate(device.chainPem).subject).toContain(`CN=${named}`);
  });
}

test('three kinds have another key than the device; two devices share that of one kind alone', () => {
  const keyOf = (kind: DeviceCertificateKind, device = mac): string => bench.pki.deviceIdentity(device, kind).keyPem;
  const others = deviceCertificateKinds.filter((kind) => keyOf(kind) !== keyOf('good'));
  expect(others).toEqual(['replacement', 'shared-key', 'weak-key']);
  const neighbour = '00:04:13:AA:BB:CD';
  expect(keyOf('shared-key', neighbour)).toBe(keyOf('shared-key'));
  expect(keyOf('replacement', neighbour)).not.toBe(keyOf('replacement'));
});

function expectOwnKey({ chainPem, keyPem, leafSha256 }: Identity): void {
  const leaf = new X509Certificate(chainPem);
  expect(leaf.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
  expect(leaf.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(leafSha256);
}

/** The codes of openssl verify for a TLS client, each once, in ascending order. */
function verify({ chainPem }: Identity, anchor: string, checks: readonly string[]): number[] {
  const file = (name: string, content: string): string => {
    writeFileSync(join(bench.folder, name), content);
    return join(bench.folder, name);
  };
  const leaf = file('client.pem', pemOf(new X509Certificate(chainPem).raw));
  const trust = ['-no-CApath', '-CAfile', file('anchor.pem', anchor), '-untrusted', file('chain.pem', chainPem)];
  const at = ['-attime', String(bench.pki.now.getTime() / 1000), '-purpose', 'sslclient', '-x509_strict'];
  const run = spawnSync('openssl', ['verify', ...trust, ...at, ...checks, leaf], { encoding: 'utf8' });
  const said = run.stdout + run.stderr;
  const codes = new Set([...said.matchAll(/error (\d+) at/g)].map((match) => Number(match[1])));
  expect(said.includes(': OK'), said).toBe(codes.size === 0);
  return [...codes].sort((a, b) => a - b);
}
