/** Servers of one suite: what the hello does not offer is nobody's fault, what it offers must be gone on with. */
import { expect, test } from '@playwright/test';
import type { Attempt, Connection } from '../../evidence.ts';
import type { Case, Judge } from '../../requirement.ts';
import { attempt, bracketed, connection, evidence, hello, registered } from '../evidence.sample.ts';
import { conflictOfSuites, negotiatesHighest, speaksNoSuchSuite, takesWhatItOffers } from './pinned-server.ts';

const gcm = 'TLS_RSA_WITH_AES_128_GCM_SHA256';
const row: Case = {
  id: 'SUITE/SAMPLE',
  title: 'one suite',
  requirement: 'TLSC-50',
  serves: { version: 'TLS 1.2', suite: gcm },
  expect: { M2: 'accept' },
};
const judged = (judge: Judge, one: Attempt): string =>
  judge(bracketed(one), { requirement: 'TLSC-50', case: row, service: 'sip', trust: 'M2' }).verdict;

const offering = (...suites: string[]): Partial<Connection> => ({
  hello: hello({ suites }),
  negotiated: { version: 'TLS 1.2', suite: gcm },
});
/** Nothing in common: the lab's alert. */
const nothingInCommon = (...suites: string[]): Connection =>
  connection({
    ...offering(...suites),
    negotiated: null,
    serverChain: [],
    alerts: [{ at: 3, from: 'lab', level: 'fatal', code: 40, name: 'handshake_failure', encrypted: false }],
    closed: { by: 'lab', how: 'fin', at: 4 },
  });
const went = registered(offering(gcm));
const closed = connection(offering(gcm));
const otherSuite = registered({ ...offering(gcm), negotiated: { version: 'TLS 1.2', suite: 'TLS_OTHER' } });
const unoffered = nothingInCommon('TLS_AES_128_GCM_SHA256');
const offeredInVain = nothingInCommon(gcm);
const withoutTls13 = connection({ ...unoffered, hello: hello({ suites: ['TLS_X'], versions: ['TLS 1.2'] }) });

const table: [string, Connection, takes: string, mustTake: string, mustNot: string, conflict: string][] = [
  ['goes on', went, 'pass', 'pass', 'fail', 'observed'],
  ['closes', closed, 'fail', 'fail', 'pass', 'observed'],
  ['is not offered', unoffered, 'not-applicable', 'fail', 'pass', 'observed'],
  ['is not offered, nor TLS 1.3', withoutTls13, 'not-applicable', 'not-applicable', 'pass', 'observed'],
  ['is offered and found nothing', offeredInVain, 'fail', 'fail', 'inconclusive', 'inconclusive'],
  ['is served another suite', otherSuite, 'error', 'error', 'error', 'error'],
];

for (const [what, one, ...verdicts] of table) {
  test(`a device that ${what}`, () => {
    const judges = [takesWhatItOffers(), takesWhatItOffers({ must: true }), speaksNoSuchSuite, conflictOfSuites];
    expect(judges.map((judge) => judged(judge, attempt('case', [one])))).toEqual(verdicts);
  });
}

test('clear text beside a suite that is not offered is no pass', () => {
  const clearText = [{ at: 5, transport: 'udp', port: 'sip', bytes: 9, kind: 'SIP REGISTER', firstLine: '' } as const];
  expect(judged(speaksNoSuchSuite, attempt('case', [unoffered], { clearText: [...clearText] }))).toBe('fail');
});

test('a device that is not served by the controls either has shown nothing of the suite', () => {
  const judge = takesWhatItOffers();
  const failing = attempt('case', [closed]);
  const around = { requirement: 'TLSC-50', case: row, service: 'sip', trust: 'M2' } as const;
  const alone = evidence({
    attempts: [attempt('control-before', [closed]), failing, attempt('control-after', [closed])],
  });
  expect(judge(alone, around).verdict).toBe('inconclusive');
});

test('a server of one group shows nothing of it by keys that were exchanged otherwise', () => {
  const serves = { group: 'secp256r1' } as const;
  const verdict = (keyExchange: Connection['keyExchange']): string => {
    const one = registered({ hello: hello({ groups: ['secp256r1'] }), ...(keyExchange && { keyExchange }) });
    const around = { requirement: 'X', case: { ...row, serves }, service: 'sip', trust: 'M2' } as const;
    return takesWhatItOffers({ must: true })(bracketed(attempt('case', [one])), around).verdict;
  };
  expect(verdict({ group: 'secp256r1', scheme: null })).toBe('pass');
  expect(verdict(undefined)).toBe('inconclusive');
  expect(verdict({ group: 'x25519', scheme: null })).toBe('error');
});

test.describe('highest version', () => {
  const served = (version: 'TLS 1.2' | 'TLS 1.3', ...offered: string[]): Connection =>
    registered({ hello: hello({ versions: offered }), negotiated: { version, suite: gcm } });
  const verdict = (first: Connection, second: Connection): string =>
    negotiatesHighest(
      evidence({
        attempts: [attempt('control-before', [registered()]), attempt('case', [first]), attempt('case', [second])],
      }),
      { requirement: 'TLSV-07', case: row, service: 'sip', trust: 'M2' },
    ).verdict;
  const tls13 = served('TLS 1.3', 'TLS 1.3', 'TLS 1.2');

  test('TLS 1.3 where the device has it, TLS 1.2 where it has no more', () => {
    expect(verdict(tls13, tls13)).toBe('pass');
    expect(verdict(unoffered, served('TLS 1.2', 'TLS 1.2'))).toBe('pass');
  });

  test('a device that has TLS 1.3 and holds it back fails', () => {
    expect(verdict(tls13, served('TLS 1.2', 'TLS 1.2'))).toBe('fail');
  });

  test('a lab that selects less than is offered is at fault itself', () => {
    expect(verdict(tls13, served('TLS 1.2', 'TLS 1.3', 'TLS 1.2'))).toBe('error');
  });
});
