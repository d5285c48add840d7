/** The judges of the device's own certificate against evidence made by hand, honest and dishonest. */
import { expect, test } from '@playwright/test';
import type { Action, Attempt, CertificateFacts, Connection, Evidence } from '../../evidence.ts';
import type { Case, Judge, Outcome } from '../../requirement.ts';
import type { Verdict } from '../../verdict.ts';
import { answersEmpty } from './client-certificate.ts';
import { keepsUnsuitable, showsItselfToWhom, showsNothingUnasked } from './certificate-request.ts';
import { hasItsOwnKey, isStrong, mayBeClient, namesItsUnit, sendsIntermediates } from './device-certificate.ts';
import { attempt, bracketed, certificate, connection, evidence, registered } from '../evidence.sample.ts';
import { givesAwayNoKey } from './given-away.ts';
import { fallsBackToFactory, keepsOldIdentity, showsReplacement } from './identity-change.ts';
import { answersChallengeToo } from './password-beside-certificate.ts';
import { tellsReasonsApart } from '../trust/reasons.ts';
import { givesUpWhenRejected } from './rejection.ts';

const row = (outcome: Outcome, serves: Case['serves'] = {}): Case => ({
  id: 'X',
  title: 'a row',
  requirement: 'X',
  serves,
  expect: { M2: outcome },
});

const verdict = (judge: Judge, seen: Evidence, one: Case = row('accept')): Verdict =>
  judge(seen, { requirement: 'X', case: one, service: 'sip', trust: 'M2' }).verdict;

const leaf = certificate({ subject: 'CN=020000000001', issuer: 'CN=Middle', key: 'RSA 2048', sha256: 'a1' });
const middle = certificate({ subject: 'CN=Middle', issuer: 'CN=Root', key: 'RSA 2048' });
const chainOf = (...chain: CertificateFacts[]): Partial<Connection> => ({
  certificateRequested: true,
  clientChain: chain,
  clientProof: 'valid',
});
const alertOf = (code: number, from: 'lab' | 'device' = 'lab'): Connection['alerts'] => [
  { at: 4, from, level: 'fatal', code, name: 'x', encrypted: false },
];
const one = (...connections: Connection[]): Evidence => bracketed(attempt('case', connections));

test.describe('a device that is rejected', () => {
  const rejected = row('refuse', { rejectsClient: 48 });
  const end = connection({ ...chainOf(leaf), alerts: alertOf(48), closed: { by: 'lab', how: 'fin', at: 5 } });
  const judged = (seen: Evidence): Verdict => verdict(givesUpWhenRejected, seen, rejected);

  test('gives up, or does not', () => {
    expect(judged(one(end))).toBe('pass');
    expect(judged(one(end, end, end))).toBe('pass');
    expect(judged(one(end, end, end, end))).toBe('fail');
    const request = { at: 9, from: 'device', bytes: 9, kind: 'SIP REGISTER' } as const;
    expect(judged(one({ ...end, application: [request] }))).toBe('fail');
  });

  test('in clear it fails, also while the control runs', () => {
    const clear = { at: 7, transport: 'udp', port: 'sip', bytes: 5, kind: 'SIP REGISTER', firstLine: '' } as const;
    expect(judged(bracketed(attempt('case', [end], { clearText: [clear] })))).toBe('fail');
    const late = one(end);
    late.attempts[2] = { ...late.attempts[2], clearText: [clear] } as Attempt;
    expect(judged(late)).toBe('fail');
  });

  test('earns nothing where the alert, its certificate or a control is missing', () => {
    expect(judged(one(connection({ ...chainOf(leaf) })))).toBe('inconclusive');
    expect(judged(one({ ...end, alerts: alertOf(42) }))).toBe('inconclusive');
    expect(judged(one({ ...end, alerts: alertOf(48, 'device') }))).toBe('inconclusive');
    expect(judged(one({ ...end, clientChain: [] }))).toBe('inconclusive');
    expect(judged(evidence({ attempts: [attempt('case', [end])] }))).toBe('inconclusive');
    expect(judged(evidence())).toBe('error');
  });
});

test.describe('a device without a certificate', () => {
  const asked = { certificateRequested: true, alerts: alertOf(116) };
  test('answers with none and gives up, or goes on where it may', () => {
    expect(verdict(answersEmpty, one(connection({ ...asked, clientChain: [] })), row('refuse'))).toBe('pass');
    expect(verdict(answersEmpty, one(connection(asked)), row('refuse'))).toBe('fail');
    expect(verdict(answersEmpty, one(connection({ ...asked, ...chainOf(leaf) })), row('refuse'))).toBe('error');
    const isIn = registered({ certificateRequested: true, clientChain: [] });
    expect(verdict(answersEmpty, one(isIn), row('accept'))).toBe('pass');
    expect(verdict(answersEmpty, one(connection({ ...asked, clientChain: [] })), row('accept'))).toBe('fail');
    expect(verdict(answersEmpty, one(connection()), row('refuse'))).toBe('inconclusive');
  });
});

test.describe('what a server asks for', () => {
  const rsa = keepsUnsuitable({ asksFor: 'ECDSA', answers: ({ key }) => key.startsWith('EC') });
  test('is what it gets', () => {
    const gaveUp = connection({ certificateRequested: true });
    expect(verdict(rsa, one(gaveUp, registered({ certificateRequested: true, clientChain: [] })))).toBe('pass');
    expect(verdict(rsa, one(gaveUp))).toBe('pass');
    expect(verdict(rsa, one(registered(chainOf(leaf))))).toBe('fail');
    expect(verdict(rsa, one(gaveUp, registered(chainOf(leaf))))).toBe('fail');
    expect(verdict(rsa, one(registered(chainOf({ ...leaf, key: 'EC P-256' }))))).toBe('pass');
    expect(verdict(rsa, one(registered()))).toBe('inconclusive');
    expect(verdict(rsa, evidence({ attempts: [attempt('case', [gaveUp])] }))).toBe('inconclusive');
  });

  test('nothing is shown unasked', () => {
    expect(verdict(showsNothingUnasked, one(registered()))).toBe('pass');
    expect(verdict(showsNothingUnasked, one(registered({ clientChain: [] })))).toBe('fail');
    expect(verdict(showsNothingUnasked, one(registered(chainOf(leaf))))).toBe('error');
  });

  test('nothing is shown to a server that is not trusted', () => {
    const asked = { certificateRequested: true };
    expect(verdict(showsItselfToWhom, one(connection(asked)), row('refuse'))).toBe('pass');
    expect(verdict(showsItselfToWhom, one(connection(chainOf(leaf))), row('refuse'))).toBe('fail');
    expect(verdict(showsItselfToWhom, one(registered(chainOf(leaf))), row('record'))).toBe('observed');
    expect(verdict(showsItselfToWhom, one(registered()), row('record'))).toBe('inconclusive');
  });
});

test.describe('what is shown', () => {
  const ofLeaf = (judge: Judge, facts: Partial<CertificateFacts>): Verdict =>
    verdict(judge, one(registered(chainOf({ ...leaf, ...facts }, middle))));

  test('chain', () => {
    expect(ofLeaf(sendsIntermediates, {})).toBe('pass');
    expect(ofLeaf(sendsIntermediates, { issuer: 'CN=Other' })).toBe('fail');
    const alone = connection({ ...chainOf(leaf), alerts: alertOf(48) });
    expect(verdict(sendsIntermediates, one(alone))).toBe('fail');
    expect(verdict(sendsIntermediates, one({ ...alone, alerts: alertOf(45) }))).toBe('inconclusive');
    expect(verdict(sendsIntermediates, one(connection({ ...chainOf(), alerts: alertOf(116) })))).toBe('inconclusive');
  });

  test('usage and strength', () => {
    expect(ofLeaf(mayBeClient, { purposes: null })).toBe('pass');
    expect(ofLeaf(mayBeClient, { purposes: ['serverAuth', 'clientAuth'] })).toBe('pass');
    expect(ofLeaf(mayBeClient, { purposes: ['serverAuth'] })).toBe('fail');
    const strength: [Partial<CertificateFacts>, Verdict][] = [
      [{ key: 'RSA 2048', signature: 'sha256WithRSAEncryption' }, 'pass'],
      [{ key: 'EC P-256', signature: 'ecdsa-with-SHA256' }, 'pass'],
      [{ key: 'EC brainpoolP256r1' }, 'pass'],
      [{ key: 'ED25519', signature: 'ED25519' }, 'pass'],
      [{ key: 'RSA 1024' }, 'fail'],
      [{ key: 'EC prime192v1' }, 'fail'],
      [{ signature: 'sha1WithRSAEncryption' }, 'fail'],
      [{ signature: 'ecdsa-with-SHA1' }, 'fail'],
      [{ signature: 'md5WithRSAEncryption' }, 'fail'],
      [{ subject: 'CN=Root', issuer: 'CN=Root', signature: 'sha1WithRSAEncryption' }, 'pass'],
    ];
    for (const [facts, expected] of strength) expect(ofLeaf(isStrong, facts), JSON.stringify(facts)).toBe(expected);
  });

  test('the unit', () => {
    const fetches = (path: string, subject: string, names: string[] = []): Verdict => {
      const get = { at: 3, from: 'device', bytes: 9, kind: 'HTTP GET', text: `GET ${path} HTTP/1.1\r\n` } as const;
      return verdict(namesItsUnit, one(connection({ ...chainOf({ ...leaf, subject, names }), application: [get] })));
    };
    expect(fetches('/000413AABBCC.cfg', 'O=X, CN=00:04:13:aa:bb:cc')).toBe('pass');
    expect(fetches('/000413aabbcc.cfg', 'CN=phone', ['URI:urn:mac:00-04-13-AA-BB-CC'])).toBe('pass');
    expect(fetches('/000413aabbcc.cfg', 'CN=000413aabbcd')).toBe('fail');
    expect(fetches('/000413aabbcc.cfg', 'CN=phone')).toBe('fail');
    expect(fetches('/settings.cfg', 'CN=000413aabbcc')).toBe('inconclusive');
  });

  test('the keys of two units', () => {
    const unit = (keySha256: string | null, second = false): Attempt => ({
      ...attempt('case', [registered(chainOf({ ...leaf, keySha256 }))]),
      ...(second && { unit: 'second' as const }),
    });
    const two = (a: Attempt, b: Attempt): Verdict => verdict(hasItsOwnKey, evidence({ attempts: [a, b] }));
    expect(two(unit('11'), unit('22', true))).toBe('pass');
    expect(two(unit('11'), unit('11', true))).toBe('fail');
    expect(two(unit('11'), unit('22'))).toBe('inconclusive');
    expect(two(unit(null), unit(null, true))).toBe('inconclusive');
  });
});

test.describe('what is uploaded', () => {
  const shows = (sha256: string | null): Attempt =>
    attempt('case', [registered(sha256 ? chainOf({ ...leaf, sha256 }) : chainOf())]);
  const set = (after: number, leafSha256: string | null, said: Action['said'] = 'done'): Action => ({
    ...{ after, what: 'identity.set', about: 'a file', said, leafSha256 },
  });
  const course = (judge: Judge, attempts: Attempt[], actions: Action[]): Verdict =>
    verdict(judge, evidence({ attempts, actions }));

  test('is shown from then on', () => {
    expect(course(showsReplacement, [shows('a1'), shows('b2')], [set(1, 'b2')])).toBe('pass');
    expect(course(showsReplacement, [shows('a1'), shows('a1')], [set(1, 'b2')])).toBe('fail');
    expect(course(showsReplacement, [shows('b2'), shows('b2')], [set(1, 'b2')])).toBe('inconclusive');
    expect(course(showsReplacement, [shows('a1'), shows('a1')], [set(1, 'b2', 'failed')])).toBe('inconclusive');
    const broke = attempt('case', [connection({ certificateRequested: true })]);
    expect(course(showsReplacement, [shows('a1'), broke], [set(1, 'b2')])).toBe('inconclusive');
    expect(course(showsReplacement, [shows('a1'), shows('b2')], [])).toBe('error');
  });

  test('is refused where it is bad, and nothing changes', () => {
    const bad = (said: Action['said']): Action[] => [set(0, 'b2'), set(0, null, said)];
    expect(course(keepsOldIdentity, [shows('b2')], bad('refused'))).toBe('pass');
    expect(course(keepsOldIdentity, [shows('b2')], bad('done'))).toBe('fail');
    expect(course(keepsOldIdentity, [shows(null)], bad('refused'))).toBe('fail');
    const neither = [set(0, 'b2', 'refused'), set(0, null, 'refused')];
    expect(course(keepsOldIdentity, [shows('a1')], neither)).toBe('inconclusive');
  });

  test('leaves room for that of the factory', () => {
    const back: Action = { after: 1, what: 'identity.restore', about: 'factory', said: 'done' };
    expect(course(fallsBackToFactory, [shows('b2'), shows('a1')], [set(0, 'b2'), back])).toBe('pass');
    expect(course(fallsBackToFactory, [shows('b2'), shows(null)], [set(0, 'b2'), back])).toBe('fail');
    expect(course(fallsBackToFactory, [shows('b2'), shows('b2')], [set(0, 'b2'), back])).toBe('fail');
    expect(course(fallsBackToFactory, [shows('a1'), shows('a1')], [set(0, 'b2'), back])).toBe('inconclusive');
  });
});

test('a challenge is answered although the certificate was proven', () => {
  const data = (from: 'device' | 'lab', kind: string, text = ''): Connection['application'][number] => ({
    ...{ at: 3, from, bytes: 9, kind, text },
  });
  const asked = [data('device', 'SIP REGISTER'), data('lab', 'SIP 401')];
  const answered = [
    ...asked,
    data('device', 'SIP REGISTER', 'REGISTER\r\nAuthorization: Digest x'),
    data('lab', 'SIP 200'),
  ];
  const judged = (application: Connection['application'], more: Partial<Connection> = chainOf(leaf)): Verdict =>
    verdict(answersChallengeToo, one(connection({ ...more, application })));
  expect(judged(answered)).toBe('pass');
  expect(judged(asked)).toBe('fail');
  expect(judged(answered, {})).toBe('inconclusive');
  expect(judged([data('device', 'SIP REGISTER'), data('lab', 'SIP 200')])).toBe('inconclusive');
});

test('what can be downloaded holds no key', () => {
  const download = (privateKeys: string[], bytes = 100) => ({ name: 'state', bytes, sha256: 'aa', privateKeys });
  expect(verdict(givesAwayNoKey, evidence({ downloads: [download([])] }))).toBe('pass');
  expect(verdict(givesAwayNoKey, evidence({ downloads: [download([]), download(['PEM PRIVATE KEY'])] }))).toBe('fail');
  expect(verdict(givesAwayNoKey, evidence({ downloads: [download([], 0)] }))).toBe('inconclusive');
  expect(verdict(givesAwayNoKey, evidence())).toBe('inconclusive');
});

test('reasons are told, and count only where the device has refused', () => {
  const said = (...reasons: (string | undefined)[]): Evidence =>
    evidence({
      attempts: reasons.map((reason) =>
        attempt('case', [connection()], { driverSaid: { outcome: 'refused', reason } }),
      ),
    });
  const told = (seen: Evidence): string =>
    tellsReasonsApart(seen, { requirement: 'X', case: row('record'), service: 'sip', trust: 'M2' }).seen;
  expect(told(said('it expired on 2026-01-01', 'it names a.test, not b.test'))).toMatch(/^told apart/);
  expect(told(said('no connection to a.test:5061', 'no connection to b.test:443'))).toMatch(/^1 of 2 told apart/);
  expect(told(said(undefined, 'expired'))).toMatch(/^told apart; .*no words/);
  expect(verdict(tellsReasonsApart, evidence({ attempts: [attempt('case', [registered()])] }))).toBe('inconclusive');
});
