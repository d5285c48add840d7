/** What every group of faults is tested for: the named properties alone deviate, and openssl finds what is meant. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { labFolder } from '../../lab/places.ts';
import type { FaultName } from '../certificate-faults.ts';
import type { CertificateFault } from '../fault.ts';
import { pemOf } from '../pem.ts';
import { createPki, type Pki, type ServedCertificate } from '../pki.ts';
import { chainProperties } from './testing-properties.ts';
import { revocationProperties } from './testing-revocation.ts';

/** X509_V_ERR_ codes of openssl's verify(1). */
export const found = {
  noIssuerAbove: 2,
  undecodableKey: 6,
  signatureFailure: 7,
  notYetValid: 9,
  expired: 10,
  badNotBefore: 13,
  badNotAfter: 14,
  selfSigned: 18,
  selfSignedInChain: 19,
  noIssuer: 20,
  unverifiedLeaf: 21,
  tooLong: 22,
  pathLengthExceeded: 25,
  wrongPurpose: 26,
  keyUsageWithoutCertSign: 32,
  unknownCriticalExtension: 34,
  noExplicitPolicy: 43,
  permittedSubtreeViolation: 47,
  excludedSubtreeViolation: 48,
  unsupportedConstraint: 51,
  unsupportedName: 53,
  hostnameMismatch: 62,
  addressMismatch: 64,
  authorityKeyTooSmall: 67,
  leafKeyTooSmall: 66,
  authorityDigestTooWeak: 68,
  algorithmsDiffer: 78,
  notAnAuthority: 79,
  signsWithoutAuthority: 82,
  explicitCurve: 94,
} as const;

/**
 * What `openssl verify -x509_strict` finds with the lab root and the fault's own anchor, purpose and host name: codes, or
 * what it can not read. With another host than sip.lab.test: `{ host, finds }`.
 */
export type Findings = readonly number[] | 'leaf unreadable' | 'nothing sent';
export type Expected = Findings | { host: string; finds: Findings };

export interface Bench {
  pki: Pki;
  folder: string;
}

const usualHost = 'sip.lab.test';
const now = new Date('2031-03-05T10:20:30Z');
const openssl = spawnSync('openssl', ['version']).status === 0;

/** Defines the tests of one group and gives their bench. The table must have a row for every fault of the group. */
export function testFaults<Name extends FaultName>(
  faults: Record<Name, CertificateFault>,
  expected: Record<NoInfer<Name>, Expected>,
): Bench {
  const bench = workbench();
  test.beforeEach(() => {
    test.skip(!openssl && !process.env.CI, 'openssl is not installed');
  });
  for (const name of Object.keys(faults) as Name[]) {
    const { host, finds } = expectation(expected[name]);
    const fault = faults[name];

    test(`${name} differs from ${fault.control ?? 'good'} in the named properties alone`, () => {
      const control = properties(bench.pki, (fault.control ?? 'good') as FaultName, host);
      const faulty = properties(bench.pki, name, host);
      const names = [...new Set([...control.keys(), ...faulty.keys()])].filter(comparable(control, faulty));
      const differing = names.filter((property) => control.get(property) !== faulty.get(property));
      expect(differing.sort()).toEqual([...fault.differs].sort());
    });

    test(`openssl finds in ${name} what the fault means`, () => {
      expect(verify(bench, bench.pki.certificate(name, host), host)).toEqual(finds);
    });
  }
  return bench;
}

/** A PKI with the keys of the lab, and a folder, for the tests of a file. */
export function workbench(): Bench {
  test.describe.configure({ mode: 'default' });
  const bench = { folder: '' } as Bench;
  test.beforeAll(async () => {
    bench.folder = mkdtempSync(join(tmpdir(), 'ringproof-faults-'));
    bench.pki = await createPki({ now, keyFolder: join(labFolder, 'keys') });
  });
  test.afterAll(() => rmSync(bench.folder, { recursive: true, force: true }));
  return bench;
}

export function properties(pki: Pki, fault: FaultName, host = usualHost): Map<string, string> {
  const served = pki.certificate(fault, host);
  return new Map([...chainProperties(served, pki.anchors), ...revocationProperties(served, pki)]);
}

function expectation(expected: Expected): { host: string; finds: Findings } {
  const special = typeof expected === 'object' && 'host' in expected;
  const { host, finds } = special ? expected : { host: usualHost, finds: expected };
  return { host, finds: typeof finds === 'string' ? finds : finds.toSorted((a, b) => a - b) };
}

/** Where one of the two has no such certificate, or none that can be read, its properties are not compared. */
function comparable(...both: readonly Map<string, string>[]): (property: string) => boolean {
  const lacking = ['leaf', 'intermediate'].filter((role) => both.some((one) => !one.has(`${role} version`)));
  return (property) => property.endsWith(' unreadable') || !lacking.includes(property.split(' ')[0] ?? '');
}

/** Each code once, in ascending order. */
export function verify(
  { pki, folder }: Bench,
  served: ServedCertificate,
  host: string,
  anchors = [pki.anchors.lab, served.anchorPem ?? ''],
): Findings {
  const [leaf, ...above] = served.chain;
  if (!leaf) return 'nothing sent';
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const trust = ['-no-CApath', '-CAfile', file('anchors.pem', anchors.join(''))];
  const chain = above.length > 0 ? ['-untrusted', file('above.pem', pemOf(...above))] : [];
  const name = [isIP(host) ? '-verify_ip' : '-verify_hostname', host];
  const checks = [
    '-attime',
    String(now.getTime() / 1000),
    '-purpose',
    'sslserver',
    '-x509_strict',
    '-auth_level',
    '2',
    ...name,
  ];
  const subject = file('leaf.pem', pemOf(leaf));
  const run = spawnSync('openssl', ['verify', ...trust, ...chain, ...checks, subject], { encoding: 'utf8' });
  const said = `${run.stdout}${run.stderr}`;
  if (/[Uu]nable to load certificate|Could not (read|find)/.test(said)) return 'leaf unreadable';
  const codes = new Set([...said.matchAll(/error (\d+) at/g)].map((match) => Number(match[1])));
  expect(said.includes(': OK'), said).toBe(codes.size === 0);
  return [...codes].sort((a, b) => a - b);
}
