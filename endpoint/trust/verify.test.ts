import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { CertificateProblem } from './problem.ts';
import { makeCertificate, type Recipe, type TestCertificate } from './test-certificates.ts';
import { verifyServer, type VerifyRequest } from './verify.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true });
const intermediate = makeCertificate({ cn: 'Intermediate', ca: true, issuer: root });
const unknownRoot = makeCertificate({ cn: 'Unknown', ca: true });
const leaf = (recipe: Recipe = {}): TestCertificate =>
  makeCertificate({ cn: 'server', issuer: intermediate, dns: [host], ...recipe });

interface Asked {
  sent: TestCertificate[];
  anchors?: TestCertificate[];
  flaws?: FlawName[];
  request?: Partial<VerifyRequest>;
}

/** `accepted`, or kind and alert of the refusal. */
function verdict({ sent, anchors = [root], flaws: names = [], request = {} }: Asked): string {
  const flaws = new Flaws();
  flaws.set(names);
  try {
    verifyServer({
      service: 'sip',
      identity: host,
      chain: sent.map(({ der }) => der),
      anchors: anchors.map(({ pem }) => pem),
      at: new Date(),
      allowWildcard: false,
      allowCommonName: false,
      flaws,
      ...request,
    });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error;
    return `${error.kind} ${error.alert}`;
  }
}

const https = (identity: string): Partial<VerifyRequest> => ({ service: 'provisioning', identity });

test.describe('path', () => {
  const badAuthority = makeCertificate({ cn: 'NotAnAuthority', issuer: root, key: 'x' });
  const underBadAuthority = leaf({ issuer: badAuthority });
  const selfSigned = makeCertificate({ cn: 'self', dns: [host] });
  const twin = makeCertificate({ cn: 'Root', ca: true, key: 'twin' });
  const deep = [1, 2, 3].reduce<TestCertificate[]>(
    (chain, n) => [makeCertificate({ cn: `Deep${n}`, ca: true, issuer: chain[0]!, key: 'x' }), ...chain],
    [intermediate],
  );
  const narrow = makeCertificate({ cn: 'Narrow', ca: true, issuer: root, key: 'x', pathLength: 0 });
  const underNarrow = makeCertificate({ cn: 'UnderNarrow', ca: true, issuer: narrow, key: 'y' });

  const rows: [string, Asked, string][] = [
    ['a good chain', { sent: [leaf(), intermediate] }, 'accepted'],
    ['the root sent as well', { sent: [leaf(), intermediate, root] }, 'accepted'],
    ['another order and a stranger', { sent: [leaf(), unknownRoot, intermediate] }, 'accepted'],
    ['a deep chain', { sent: [leaf({ issuer: deep[0]! }), ...deep] }, 'accepted'],
    ['no authority at all', { sent: [leaf(), intermediate], anchors: [] }, 'chain unknown_ca'],
    ['an unknown authority', { sent: [leaf(), intermediate], anchors: [unknownRoot] }, 'chain unknown_ca'],
    ['an authority of the same name', { sent: [leaf(), intermediate], anchors: [twin] }, 'chain bad_certificate'],
    ['the intermediate not sent', { sent: [leaf()] }, 'chain unknown_ca'],
    ['the intermediate trusted', { sent: [leaf()], anchors: [intermediate] }, 'accepted'],
    ['self-signed', { sent: [selfSigned] }, 'chain unknown_ca'],
    ['self-signed and uploaded', { sent: [selfSigned], anchors: [root, selfSigned] }, 'accepted'],
    ['issued by what is no authority', { sent: [underBadAuthority, badAuthority] }, 'chain bad_certificate'],
    [
      'issued by an uploaded certificate that is no authority',
      { sent: [leaf({ issuer: selfSigned })], anchors: [selfSigned] },
      'chain unknown_ca',
    ],
    [
      'a path longer than its authority allows',
      { sent: [leaf({ issuer: underNarrow }), underNarrow, narrow] },
      'chain bad_certificate',
    ],
    ['no certificate', { sent: [] }, 'chain decode_error'],
    [
      'an unknown critical extension',
      { sent: [leaf({ criticalExtension: '1.2.3.4' }), intermediate] },
      'usage bad_certificate',
    ],
  ];
  for (const [title, asked, expected] of rows) {
    test(`${title}: ${expected}`, () => {
      expect(verdict(asked)).toBe(expected);
    });
  }

  test('what is no certificate is refused', () => {
    expect(verdict({ sent: [], request: { chain: [Buffer.alloc(200, 7)] } })).toBe('chain bad_certificate');
  });

  test('one flipped bit of the signature is refused', () => {
    const der = Buffer.from(leaf().der);
    der[der.length - 3]! ^= 1;
    expect(verdict({ sent: [], request: { chain: [der, intermediate.der] } })).toBe('chain bad_certificate');
  });

  test('authorities that certify each other end in a refusal', () => {
    const first = makeCertificate({
      cn: 'A',
      ca: true,
      key: 'x',
      issuer: makeCertificate({ cn: 'B', ca: true, key: 'y' }),
    });
    const second = makeCertificate({ cn: 'B', ca: true, key: 'y', issuer: first });
    expect(verdict({ sent: [leaf({ issuer: first }), first, second] })).toBe('chain unknown_ca');
  });

  test('each flaw lets through what it names and nothing beside', () => {
    const wrongs: Record<string, Asked> = {
      'trusts-self-signed': { sent: [selfSigned] },
      'trusts-any-authority': { sent: [leaf(), intermediate], anchors: [unknownRoot] },
      'accepts-incomplete-chain': { sent: [leaf()] },
      'ignores-basic-constraints': { sent: [underBadAuthority, badAuthority] },
    };
    for (const [flaw, wrong] of Object.entries(wrongs)) {
      expect(verdict({ ...wrong, flaws: [flaw as FlawName] }), flaw).toBe('accepted');
      const others = Object.entries(wrongs).filter(([other]) => other !== flaw);
      for (const [other, otherWrong] of others) {
        expect(verdict({ ...otherWrong, flaws: [flaw as FlawName] }), `${flaw}: ${other}`).toContain('chain');
      }
    }
  });
});

test.describe('dates, usage, strength', () => {
  const expiredRoot = makeCertificate({ cn: 'Root', ca: true, until: -0.01 });
  const oldIntermediate = makeCertificate({ cn: 'Intermediate', ca: true, issuer: root, until: -0.5 });
  const weak = { bits: 1024, key: 'weak' };
  const rows: [string, Asked, string][] = [
    ['expired', { sent: [leaf({ until: -0.001 }), intermediate] }, 'expired certificate_expired'],
    ['not yet valid', { sent: [leaf({ from: 0.01 }), intermediate] }, 'not-yet-valid certificate_expired'],
    ['valid past 2050', { sent: [leaf({ until: 11_000 }), intermediate] }, 'accepted'],
    ['an expired intermediate', { sent: [leaf(), oldIntermediate] }, 'expired certificate_expired'],
    ['an expired and a good intermediate', { sent: [leaf(), oldIntermediate, intermediate] }, 'accepted'],
    ['an expired authority', { sent: [leaf(), intermediate], anchors: [expiredRoot] }, 'expired certificate_expired'],
    ['expired, ignoring dates', { sent: [leaf({ until: -1 }), intermediate], flaws: ['ignores-dates'] }, 'accepted'],
    ['for servers', { sent: [leaf({ usages: ['serverAuth'] }), intermediate] }, 'accepted'],
    ['for SIP domains', { sent: [leaf({ usages: ['1.3.6.1.5.5.7.3.20'] }), intermediate] }, 'accepted'],
    [
      'for SIP domains, over HTTPS',
      { sent: [leaf({ usages: ['1.3.6.1.5.5.7.3.20'] }), intermediate], request: https(host) },
      'usage unsupported_certificate',
    ],
    ['for anything', { sent: [leaf({ usages: ['2.5.29.37.0'] }), intermediate] }, 'accepted'],
    ['for clients', { sent: [leaf({ usages: ['clientAuth'] }), intermediate] }, 'usage unsupported_certificate'],
    [
      'for clients, ignoring it',
      { sent: [leaf({ usages: ['clientAuth'] }), intermediate], flaws: ['ignores-extended-key-usage'] },
      'accepted',
    ],
    ['RSA-1024', { sent: [leaf(weak), intermediate] }, 'strength bad_certificate'],
    ['SHA-1', { sent: [leaf({ hash: 'sha1' }), intermediate] }, 'strength bad_certificate'],
    ['MD5', { sent: [leaf({ hash: 'md5' }), intermediate] }, 'strength bad_certificate'],
    [
      'an authority signed with SHA-1',
      { sent: [leaf(), intermediate], anchors: [makeCertificate({ cn: 'Root', ca: true, hash: 'sha1' })] },
      'accepted',
    ],
  ];
  for (const [title, asked, expected] of rows) {
    test(`${title}: ${expected}`, () => {
      expect(verdict(asked)).toBe(expected);
    });
  }
});

test.describe('names', () => {
  const name = 'name bad_certificate';
  const request = (identity: string, more: Partial<VerifyRequest> = {}): Partial<VerifyRequest> => ({
    identity,
    ...more,
  });
  const wildcard = { dns: ['*.example.com'] };
  const rows: [string, Recipe, Partial<VerifyRequest>, FlawName[], string][] = [
    ['sip: URI', { dns: [], uris: ['sip:sip.example.com'] }, {}, [], 'accepted'],
    ['sip: URI in capitals', { dns: [], uris: ['SIP:SIP.EXAMPLE.COM'] }, {}, [], 'accepted'],
    ['sip: URI of an address', { dns: [], uris: ['sip:192.0.2.1'] }, request('192.0.2.1'), [], 'accepted'],
    ['sip: URI of a user', { dns: [], uris: ['sip:alice@sip.example.com'] }, {}, [], name],
    ['sips: URI', { dns: [], uris: ['sips:sip.example.com'] }, {}, [], name],
    ['https: URI', { dns: [], uris: ['https://sip.example.com'] }, {}, [], name],
    ['another sip: URI beside the dNSName', { uris: ['sip:other.example.com'] }, {}, [], name],
    ['dNSName in capitals', { dns: ['SIP.Example.COM'] }, {}, [], 'accepted'],
    [
      'other dNSName',
      { dns: ['other.example.com', 'sip.example.com.evil.com', 'xsip.example.com', 'com'] },
      {},
      [],
      name,
    ],
    ['NUL in a dNSName', { dns: ['sip.example.com\0.evil.com'] }, {}, [], name],
    ['wildcard', wildcard, {}, [], name],
    ['wildcard allowed', wildcard, { allowWildcard: true }, [], 'accepted'],
    ['wildcard allowed, two labels', wildcard, request('a.sip.example.com', { allowWildcard: true }), [], name],
    ['part of a label', { dns: ['s*.example.com'] }, { allowWildcard: true }, [], name],
    ['wildcard in SIP by flaw', wildcard, {}, ['wildcard-in-sip'], 'accepted'],
    ['CN without subjectAltName', { cn: host, dns: [] }, {}, [], name],
    ['CN without subjectAltName, allowed', { cn: host, dns: [] }, { allowCommonName: true }, [], 'accepted'],
    ['CN beside a dNSName, allowed', { cn: host, dns: ['other.com'] }, { allowCommonName: true }, [], name],
    ['CN beside a dNSName, by flaw', { cn: host, dns: ['other.com'] }, {}, ['common-name-fallback'], 'accepted'],
    ['wrong name, by flaw', { dns: ['other.com'] }, {}, ['name-check-ignored'], 'accepted'],
    ['sip: URI, by flaw', { dns: [], uris: ['sip:sip.example.com'] }, {}, ['refuses-sip-uri-names'], name],
    ['dNSName, by flaw', {}, {}, ['refuses-dns-names'], name],
    ['HTTPS dNSName', {}, https(host), [], 'accepted'],
    ['HTTPS wildcard', wildcard, https(host), [], 'accepted'],
    ['HTTPS wildcard and the bare domain', wildcard, https('example.com'), [], name],
    ['HTTPS wildcard inside', { dns: ['sip.*.com'] }, https(host), [], name],
    ['HTTPS wildcard of two labels', { dns: ['*.*.com'] }, https(host), [], name],
    ['HTTPS CN', { cn: host, dns: [] }, { ...https(host), allowCommonName: true }, [], name],
    ['HTTPS sip: URI', { dns: [], uris: ['sip:sip.example.com'] }, https(host), [], name],
    ['HTTPS address', { dns: [], ips: ['192.0.2.10'] }, https('192.0.2.10'), [], 'accepted'],
    ['HTTPS address of six', { dns: [], ips: ['2001:db8::1'] }, https('[2001:DB8:0::1]'), [], 'accepted'],
    ['HTTPS other address', { dns: [], ips: ['192.0.2.11'] }, https('192.0.2.10'), [], name],
    ['HTTPS address as dNSName', { dns: ['192.0.2.10'] }, https('192.0.2.10'), [], name],
  ];
  for (const [title, recipe, asked, flaws, expected] of rows) {
    test(`${title}: ${expected}`, () => {
      expect(verdict({ sent: [leaf(recipe), intermediate], flaws, request: asked })).toBe(expected);
    });
  }
});

test('certificates on P-256, made by openssl, are accepted', () => {
  const missing = spawnSync('openssl', ['version']).status !== 0;
  if (missing && process.env.CI) throw new Error('openssl is needed');
  test.skip(missing, 'openssl is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=EC Root', '-days', '9');
  const names = ['-addext', `subjectAltName=DNS:${host}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
  const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-subj', '/CN=EC'];
  openssl('req', '-x509', ...key, '-keyout', 'l.key', '-out', 'l.pem', ...issuer, ...names, '-days', '9');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const request = { chain: [new X509Certificate(read('l.pem')).raw], anchors: [read('ca.pem')] };
  rmSync(folder, { recursive: true });
  expect(verdict({ sent: [], request })).toBe('accepted');
});
