/** What is offered and accepted, out of evidence made by hand. */
import { expect, test } from '@playwright/test';
import type { Connection, Evidence } from '../harness/evidence.ts';
import { attempt, connection, evidence, hello, registered } from '../harness/judge/evidence.sample.ts';
import type { Case } from '../harness/requirement.ts';
import { offeredAccepted, type OfferedAccepted } from './offered-accepted.ts';
import { sampleRun } from './sample/run.ts';

const [anyRow] = sampleRun().record.rows;

const caseOf = (id: string, serves: Case['serves']): Case => ({
  ...{ id, serves, title: id, requirement: 'TLSC-50', expect: { M2: 'accept' } },
});

/** One row of SIP for each case, with its evidence. */
function told(...rows: [Case, Evidence][]): OfferedAccepted['entries'] | undefined {
  const stored = new Map(rows.map(([{ id }, one]) => [id, one]));
  const [found] = offeredAccepted({
    record: {
      rows: rows.map(([{ id }]) => ({ ...anyRow!, case: id, evidence: id, service: 'sip', variant: 'clean' })),
    },
    evidence: { read: (path) => stored.get(path) ?? { missing: path }, size: () => null },
    cases: new Map(rows.map(([row]) => [row.id, row])),
  });
  return found?.entries;
}

const gcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
const rc4 = 'TLS_RSA_WITH_RC4_128_SHA';
const offers = hello({ suites: [gcm, 'TLS_RSA_WITH_AES_128_CBC_SHA'], extensions: ['supported_versions'] });
const over = (suite: string, partial: Partial<Connection> = {}): Connection =>
  connection({ hello: offers, negotiated: { version: 'TLS 1.2', suite }, ...partial });
const inCase = (one: Connection, program: 'kamailio' | 'scripted-tls' = 'kamailio'): Evidence => {
  const made = attempt('case', [one]);
  return evidence({ attempts: [{ ...made, presented: { ...made.presented, program } }] });
};
const pinned = (suite: Case['serves']['suite']): Case['serves'] => ({ version: 'TLS 1.2', suite: suite! });
const named = (entries: OfferedAccepted['entries'] | undefined, name: string) =>
  entries?.suite.find((one) => one.name === name);

test('a suite that a pinned server selects is accepted by the row of that server, not by its neighbours', () => {
  const sent = registered({ ...over(gcm), application: registered().application });
  const entries = told(
    [caseOf('FIRST', { version: 'TLS 1.2' }), inCase(sent)],
    [caseOf('PINNED', pinned(gcm)), inCase(sent)],
  );
  expect(named(entries, gcm)).toMatchObject({ offered: true, outcome: 'accepted', shownBy: 'PINNED', mark: null });
  expect(entries?.version.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['TLS 1.3', null],
    ['TLS 1.2', 'accepted'],
  ]);
});

test('what is offered and then refused is marked, what is neither offered nor accepted is not', () => {
  const entries = told(
    [caseOf('PINNED', pinned('TLS_RSA_WITH_AES_128_CBC_SHA')), inCase(over('TLS_RSA_WITH_AES_128_CBC_SHA'))],
    [caseOf('WEAK', { tls: 'unoffered-suite' }), inCase(over(rc4), 'scripted-tls')],
  );
  expect(named(entries, 'TLS_RSA_WITH_AES_128_CBC_SHA')).toMatchObject({ outcome: 'refused', mark: 'untaken' });
  expect(named(entries, rc4)).toMatchObject({ offered: false, outcome: 'refused', shownBy: 'WEAK', mark: null });
});

test('a suite that the device goes on with though it is not offered is marked, by the row that shows it', () => {
  const goesOn = over(rc4, {
    messages: [
      { at: 1, from: 'device', type: 'client_hello', bytes: 1, encrypted: false },
      { at: 2, from: 'lab', type: 'server_hello', bytes: 1, encrypted: false },
      { at: 3, from: 'device', type: 'client_key_exchange', bytes: 1, encrypted: false },
    ],
  });
  const entries = told([caseOf('WEAK', { tls: 'unoffered-suite' }), inCase(goesOn, 'scripted-tls')]);
  expect(named(entries, rc4)).toMatchObject({
    offered: false,
    outcome: 'accepted',
    shownBy: 'WEAK',
    mark: 'unoffered',
  });
});

test('group and signature scheme of the key exchange are read from the wire; an old hello offers them unnamed', () => {
  const keyExchange = { group: 'secp192r1', scheme: 'rsa_pkcs1_sha1' };
  const sent = registered({ ...over(gcm), application: registered().application, keyExchange });
  const entries = told([caseOf('ROW', { version: 'TLS 1.2' }), inCase(sent)]);
  expect(entries?.group.find(({ name }) => name === 'secp192r1')).toMatchObject({ grade: 'bad', mark: 'unoffered' });
  expect(entries?.scheme).toEqual([expect.objectContaining({ name: 'rsa_pkcs1_sha1', mark: null })]);
});

test('a refusal for another reason marks nothing, and a run without such rows has no table', () => {
  const expired = caseOf('EXPIRED', { version: 'TLS 1.2', certificate: 'expired' });
  const entries = told([caseOf('ROW', { version: 'TLS 1.3' }), inCase(connection())], [expired, inCase(over(gcm))]);
  expect(named(entries, gcm)).toMatchObject({ outcome: null, mark: null });
  expect(told([expired, inCase(over(gcm))])).toBeUndefined();
});
