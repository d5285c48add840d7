import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { authorityPlans } from './authority.ts';
import { encodeCertificate, type CertificatePlan } from './certificate.ts';
import { encodeRevocationList, type RevocationListPlan } from './crl.ts';
import { KeyCache } from './keys.ts';
import { encodeStatusResponse, type StatusPlan } from './ocsp.ts';
import { pemOf } from './pem.ts';

test.describe.configure({ mode: 'default' });
test.beforeEach(() => {
  const lacking = ['openssl', 'ocsptool', 'certtool'].filter((tool) => spawnSync(tool, ['--help']).error);
  test.skip(lacking.length > 0 && !process.env.CI, `${lacking.join(', ')} not installed`);
});

/** The tools compare with their own clock. */
const now = new Date();
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000);
const serial = 0xf1e2d3c4b5a6n;

let folder: string;
let keys: KeyCache;
let issuer: CertificatePlan;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-ocsp-'));
  keys = new KeyCache(join(folder, 'keys'));
  issuer = authorityPlans(now).lab.root;
  const leaf = { ...issuer, subject: { organization: null, commonName: 'leaf' }, serial, basicConstraints: null };
  writeFileSync(path('issuer.pem'), pemOf(encodeCertificate(issuer, issuer, keys)));
  writeFileSync(path('leaf.pem'), pemOf(encodeCertificate(leaf, issuer, keys)));
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const revokedAt = hours(-2);

const responses: Record<string, { plan: Partial<StatusPlan>; openssl: RegExp[]; ocsptool: RegExp[] }> = {
  good: {
    plan: {},
    openssl: [/verify OK/, /leaf\.pem: good/],
    ocsptool: [/Certificate Status: good/, /Response: Success\./],
  },
  revoked: {
    plan: { status: { revokedAt } },
    openssl: [/verify OK/, /leaf\.pem: revoked/, /Reason: keyCompromise/],
    ocsptool: [/Certificate Status: revoked/, /Response: Success\./],
  },
  unknown: {
    plan: { status: 'unknown' },
    openssl: [/verify OK/, /leaf\.pem: unknown/],
    ocsptool: [/Certificate Status: unknown/, /Response: Success\./],
  },
  stale: {
    plan: { thisUpdate: hours(-48), nextUpdate: hours(-24) },
    openssl: [/verify OK/, /Status times invalid/, /status expired/],
    ocsptool: [/Response: Success\./],
  },
  'about another serial number': {
    plan: { serial: 5n },
    openssl: [/verify OK/, /No Status found/],
    ocsptool: [/Serial Number: 05/, /Response: Success\./],
  },
  'with a bad signature': {
    plan: { signatureBitFlipped: true },
    openssl: [/Response Verify Failure/],
    ocsptool: [/Failure, Signature failure/],
  },
  'signed with another key': {
    plan: { signer: { name: 'other' } },
    openssl: [/Response Verify Failure/],
    ocsptool: [/Failure, Signature failure/],
  },
};

for (const [name, { plan, openssl, ocsptool }] of Object.entries(responses)) {
  test(`a response that is ${name} is that to openssl and GnuTLS`, () => {
    const usual: StatusPlan = { issuer, serial, status: 'good', thisUpdate: hours(-1), nextUpdate: hours(24) };
    writeFileSync(path('response.der'), encodeStatusResponse({ ...usual, ...plan }, keys));
    const asked = [
      '-issuer',
      path('issuer.pem'),
      '-cert',
      path('leaf.pem'),
      '-no_nonce',
      '-CAfile',
      path('issuer.pem'),
    ];
    const said = run('openssl', ['ocsp', '-respin', path('response.der'), ...asked]);
    for (const pattern of openssl) expect(said).toMatch(pattern);
    const from = ['--infile', path('response.der')];
    const gnutls =
      run('ocsptool', ['--response-info', ...from, '--inder']) +
      run('ocsptool', ['--verify-response', '--load-signer', path('issuer.pem'), ...from]);
    for (const pattern of ocsptool) expect(gnutls).toMatch(pattern);
  });
}

const lists: Record<string, { plan: Partial<RevocationListPlan>; openssl: RegExp[]; certtool: RegExp[] }> = {
  empty: {
    plan: {},
    openssl: [/verify OK/, /No Revoked Certificates/],
    certtool: [/No revoked certificates/, /output: Verified/],
  },
  'with an entry': {
    plan: { revoked: [{ serial, at: revokedAt }] },
    openssl: [/verify OK/, /Serial Number: F1E2D3C4B5A6/, /Key Compromise/],
    certtool: [/Serial Number \(hex\): 00f1e2d3c4b5a6/, /output: Verified/],
  },
  'signed with another key': {
    plan: { signer: { name: 'other' } },
    openssl: [/verify failure/],
    certtool: [/Not verified/],
  },
};

for (const [name, { plan, openssl, certtool }] of Object.entries(lists)) {
  test(`a list ${name} is that to openssl and GnuTLS`, () => {
    const usual: RevocationListPlan = { issuer, thisUpdate: hours(-1), nextUpdate: hours(24), revoked: [] };
    writeFileSync(path('list.crl'), encodeRevocationList({ ...usual, ...plan }, keys));
    const from = ['-inform', 'DER', '-in', path('list.crl'), '-noout'];
    const said = run('openssl', ['crl', ...from, '-text', '-CAfile', path('issuer.pem')]);
    for (const pattern of openssl) expect(said).toMatch(pattern);
    run('openssl', ['crl', '-inform', 'DER', '-in', path('list.crl'), '-out', path('list.pem')]);
    const trust = ['--load-ca-certificate', path('issuer.pem')];
    const gnutls =
      run('certtool', ['--crl-info', '--inder', '--infile', path('list.crl')]) +
      run('certtool', ['--verify-crl', ...trust, '--infile', path('list.pem')]);
    for (const pattern of certtool) expect(gnutls).toMatch(pattern);
  });
}

function path(name: string): string {
  return join(folder, name);
}

function run(tool: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return stdout + stderr;
}
