/** The device's own certificate: situations in which a careless judge would clear a bad device, or blame an innocent one. */
import { expect, test } from '@playwright/test';
import type { Action, Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Judge, JudgeContext } from '../../requirement.ts';
import { answersEmpty, provesPossession, sendsItsCertificate } from './client-certificate.ts';
import { isStrong } from './device-certificate.ts';
import { attempt, bracketed, certificate, connection, evidence, registered } from '../evidence.sample.ts';
import { keepsOldIdentity, showsReplacement } from './identity-change.ts';
import { tellsReasonsApart } from '../trust/reasons.ts';

const context: JudgeContext = { requirement: 'MTLS-01', case: undefined, service: 'sip', trust: 'M2' };
const verdictOf = (judge: Judge, all: Evidence) => judge(all, context).verdict;

const alert = (from: 'device' | 'lab', code: number): Connection['alerts'][number] => {
  return { at: 3, from, level: 'fatal', code, name: `alert ${code}`, encrypted: false };
};
const asks = (partial: Partial<Connection> = {}): Connection => connection({ certificateRequested: true, ...partial });
const goesOn = (one: Connection): Connection => ({
  ...one,
  messages: [...one.messages, { at: 3, from: 'device', type: 'finished', bytes: 40, encrypted: true }],
});
const dead = (one: Attempt): Evidence =>
  evidence({
    attempts: [attempt('control-before', [connection()]), one, attempt('control-after', [connection()])],
  });

test.describe('a device that ends the handshake at the request', () => {
  const ended = attempt('case', [asks({ alerts: [alert('device', 48)] })]);

  for (const [name, judge] of Object.entries({ sendsItsCertificate, answersEmpty })) {
    test(`has not answered it, where the same server that asks for none is accepted (${name})`, () =>
      expect(verdictOf(judge, bracketed(ended))).toBe('fail'));

    test(`is not to blame for it, where it accepts no server at all (${name})`, () =>
      expect(verdictOf(judge, dead(ended))).toBe('inconclusive'));

    test(`has answered nothing, where it goes on without a Certificate message (${name})`, () =>
      expect(verdictOf(judge, dead(attempt('case', [goesOn(asks())])))).toBe('fail'));
  }
});

test('a server that turns the certificate away before its proof has come leaves nothing to judge', () => {
  const shown = asks({ clientChain: [certificate()] });
  const turnedAway = { ...shown, alerts: [alert('lab', 48)] };
  expect(verdictOf(provesPossession, bracketed(attempt('case', [turnedAway])))).toBe('inconclusive');
  const missed = { ...shown, alerts: [alert('lab', 10)] };
  expect(verdictOf(provesPossession, bracketed(attempt('case', [missed])))).toBe('fail');
});

test('how a root signs itself says nothing of the strength of what is below it', () => {
  const sound = { key: 'RSA 2048', signature: 'sha256WithRSAEncryption' };
  const [leaf, root] = [
    certificate({ subject: 'CN=unit', issuer: 'CN=root', ...sound }),
    certificate({ subject: 'CN=root', issuer: 'CN=root', ...sound, signature: 'sha1WithRSAEncryption' }),
  ];
  const shows = (...chain: Connection['clientChain'] & object) =>
    verdictOf(isStrong, bracketed(attempt('case', [asks({ clientChain: chain })])));
  expect(shows(leaf, root)).toBe('pass');
  expect(shows({ ...leaf, signature: 'sha1WithRSAEncryption' }, root)).toBe('fail');
  expect(shows(leaf, { ...root, key: 'RSA 1024' })).toBe('fail');
});

test.describe('an upload', () => {
  const uploaded = 'ab'.repeat(32);
  const set = (about: string, said: Action['said'], leafSha256: string | null): Action => ({
    after: 0,
    what: 'identity.set',
    about,
    said,
    leafSha256,
  });
  const shows = (sha256: string) =>
    attempt('case', [
      registered({ certificateRequested: true, clientChain: [certificate({ sha256 })], clientProof: 'valid' }),
    ]);
  const stopped = attempt('case', [asks()]);
  const judged = (judge: Judge, attempts: Attempt[], actions: Action[]) =>
    verdictOf(judge, evidence({ attempts, actions }));
  const badFile = [set('replacement', 'done', uploaded), set('broken', 'refused', null)];
  const [good, bad] = [attempt('control-after', [registered()]), attempt('control-after', [connection()])];
  const before = attempt('control-before', [registered()]);

  test('of a bad file that leaves the device without its certificate fails', () => {
    expect(judged(keepsOldIdentity, [before, shows(uploaded)], badFile)).toBe('pass');
    expect(judged(keepsOldIdentity, [before, stopped, good], badFile)).toBe('fail');
    const without = attempt('case', [registered({ certificateRequested: true, clientChain: [] })]);
    expect(judged(keepsOldIdentity, [before, without], badFile)).toBe('fail');
  });

  test('is not to blame where the device accepts no server any more', () => {
    expect(judged(keepsOldIdentity, [before, stopped, bad], badFile)).toBe('inconclusive');
    const replaced = [set('replacement', 'done', uploaded)];
    expect(judged(showsReplacement, [before, shows('cd'.repeat(32)), stopped, bad], replaced)).toBe('inconclusive');
  });
});

test('words about servers that the device never met are no observation', () => {
  const said = (reason: string, connections: Connection[]) =>
    attempt('case', connections, { driverSaid: { outcome: 'refused', reason } });
  const judged = (...attempts: Attempt[]) => verdictOf(tellsReasonsApart, evidence({ attempts }));
  expect(judged(said('expired', [connection()]), said('unknown', [connection()]))).toBe('observed');
  expect(judged(said('expired', [connection()]), said('unknown', []))).toBe('inconclusive');
  const other = connection({ serverChain: [certificate()] });
  expect(judged(said('expired', [connection()]), said('unknown', [other]))).toBe('error');
  expect(judged()).toBe('error');
});
