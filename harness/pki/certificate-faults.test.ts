import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { faultNames, type FaultName } from './certificate-faults.ts';
import { createPki, type Pki } from './pki.ts';

test.describe.configure({ mode: 'default' });

const host = 'sip.lab.test';
const now = new Date('2031-03-05T10:20:30Z');
const openssl = spawnSync('openssl', ['version']).status === 0;

let folder: string;
let pki: Pki;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-faults-'));
  pki = await createPki({ now, keyFolder: join(folder, 'keys') });
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.beforeEach(() => {
  test.skip(!openssl && !process.env.CI, 'openssl is not installed');
});

/** What each fault changes in the leaf and in the certificate above it, as openssl prints them; all else must be equal. */
const deviations: Record<FaultName, string[]> = {
  good: [],
  'factory-authority': ['leaf issuer', 'intermediate subject', 'intermediate issuer', 'intermediate key'],
  expired: ['leaf not before', 'leaf not after'],
  'not-yet-valid': ['leaf not before', 'leaf not after'],
  'wrong-name': ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
  'self-signed': ['leaf issuer', ...intermediateGone()],
  'unknown-authority': ['leaf issuer', 'intermediate subject', 'intermediate issuer', 'intermediate key'],
  'missing-intermediate': ['leaf issuer', ...intermediateGone()],
  'intermediate-not-ca': ['leaf issuer', 'intermediate subject', 'intermediate X509v3 Basic Constraints'],
  'client-auth-only': ['leaf X509v3 Extended Key Usage'],
  'sip-uri-name': ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
  'dns-name-only': ['leaf subject'],
  'wildcard-name': ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
  'common-name-beside-foreign-san': ['leaf X509v3 Subject Alternative Name'],
};

for (const fault of faultNames) {
  test(`${fault} differs from good in the named property alone`, () => {
    const good = properties(pki.certificate('good', host).chainPem);
    const faulty = properties(pki.certificate(fault, host).chainPem);
    const names = [...new Set([...good.keys(), ...faulty.keys()])];
    const differing = names.filter((name) => good.get(name) !== faulty.get(name));
    expect(differing.sort()).toEqual([...deviations[fault]].sort());
  });
}

/** X509_V_ERR_ codes of openssl's verify(1): all that it finds with the lab root, purpose and host name, and nothing else. */
const expired = 10;
const notYetValid = 9;
const selfSigned = 18;
const noIssuer = 20;
const wrongPurpose = 26;
const nameMismatch = 62;
const notAnAuthority = 79;
const signsWithoutAuthority = 82;

const findings: Record<FaultName, number[]> = {
  good: [],
  'factory-authority': [noIssuer],
  expired: [expired],
  'not-yet-valid': [notYetValid],
  'wrong-name': [nameMismatch],
  'self-signed': [selfSigned],
  'unknown-authority': [noIssuer],
  'missing-intermediate': [noIssuer],
  // Three names for the one missing bit.
  'intermediate-not-ca': [notAnAuthority, wrongPurpose, signsWithoutAuthority],
  'client-auth-only': [wrongPurpose],
  'sip-uri-name': [nameMismatch],
  'dns-name-only': [],
  'wildcard-name': [],
  'common-name-beside-foreign-san': [nameMismatch],
};

for (const fault of faultNames) {
  test(`openssl finds in ${fault} what the fault means`, () => {
    const said = verify(pki.certificate(fault, host).chainPem, pki.anchors.lab);
    const codes = [...said.matchAll(/error (\d+) at/g)].map((match) => Number(match[1]));
    expect(codes.sort(), said).toEqual([...findings[fault]].sort());
    expect(said.endsWith(': OK')).toBe(findings[fault].length === 0);
  });
}

test('the trust that a fault lacks makes it acceptable', () => {
  const served = (fault: FaultName): string => pki.certificate(fault, host).chainPem;
  expect(verify(served('factory-authority'), pki.anchors.factory)).toMatch(/: OK$/);
  expect(verify(served('unknown-authority'), pki.anchors.unknown)).toMatch(/: OK$/);
  expect(verify(served('self-signed'), served('self-signed'))).toMatch(/: OK$/);
});

test('names come out as written', () => {
  const san = (fault: FaultName): string | undefined =>
    properties(pki.certificate(fault, host).chainPem).get('leaf X509v3 Subject Alternative Name');
  expect(san('good')).toBe('DNS:sip.lab.test');
  expect(san('wrong-name')).toBe('DNS:other.lab.test');
  expect(san('sip-uri-name')).toBe('URI:sip:sip.lab.test');
  expect(san('wildcard-name')).toBe('DNS:*.lab.test');
});

function intermediateGone(): string[] {
  const gone = ['subject', 'issuer', 'not before', 'not after', 'key', 'signature', 'version'];
  const extensions = ['X509v3 Basic Constraints', 'X509v3 Key Usage'];
  return [...gone, ...extensions].map((name) => `intermediate ${name}`);
}

/** The properties of leaf and intermediate as openssl prints them; serial, key identifiers and signature value left out. */
function properties(chainPem: string): Map<string, string> {
  const found = new Map<string, string>();
  const certificates = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  for (const [index, pem] of certificates.entries()) {
    const text = execFileSync('openssl', ['x509', '-noout', '-text'], { input: pem, encoding: 'utf8' });
    const set = (name: string, value = ''): unknown =>
      found.set(`${['leaf', 'intermediate'][index] ?? index} ${name}`, value);
    set('version', /Version: (.*)/.exec(text)?.[1]);
    set('subject', /Subject: (.*)/.exec(text)?.[1]);
    set('issuer', /Issuer: (.*)/.exec(text)?.[1]);
    set('not before', /Not Before: (.*)/.exec(text)?.[1]);
    set('not after', /Not After : (.*)/.exec(text)?.[1]);
    set('signature', /Signature Algorithm: (.*)/.exec(text)?.[1]);
    set('key', /Public Key Algorithm: [^]*?Exponent: .*/.exec(text)?.[0]);
    for (const [, name = '', critical = '', value = ''] of text.matchAll(
      /(X509v3 (?!extensions)[^:\n]+): ?(.*)\n\s+(.*)/g,
    )) {
      if (name.endsWith('Key Identifier')) continue;
      set(name, `${critical.trim()} ${value.trim()}`.trim());
    }
  }
  return found;
}

function verify(chainPem: string, anchor: string): string {
  writeFileSync(join(folder, 'anchor.pem'), anchor);
  writeFileSync(join(folder, 'chain.pem'), chainPem);
  const seconds = String(now.getTime() / 1000);
  const trust = ['-no-CApath', '-CAfile', join(folder, 'anchor.pem'), '-untrusted', join(folder, 'chain.pem')];
  const checks = ['-attime', seconds, '-purpose', 'sslserver', '-verify_hostname', host, '-x509_strict'];
  const run = spawnSync('openssl', ['verify', ...trust, ...checks, join(folder, 'chain.pem')], { encoding: 'utf8' });
  return `${run.stdout}${run.stderr}`.trim();
}
