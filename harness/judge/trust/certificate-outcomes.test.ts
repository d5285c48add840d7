import { expect, test } from '@playwright/test';
import type { Attempt, Connection } from '../../evidence.ts';
import type { Case, JudgeContext } from '../../requirement.ts';
import { aborted } from '../tls/aborted.ts';
import { attempt, bracketed, certificate, connection, evidence, registered } from '../evidence.sample.ts';
import { outcomeWhereOffered } from '../tls/offered-algorithm.ts';
import { stapleOutcome } from './staple-outcome.ts';
import { trustOutcome } from './trust-outcome.ts';

const row = (outcome: Case['expect']['M2'], certificate = 'expired'): Case =>
  ({ id: 'X-01', title: 'x', requirement: 'X', serves: { certificate }, expect: { M2: outcome } }) as Case;
const context = (about: Case, service: JudgeContext['service'] = 'sip'): JudgeContext => ({
  requirement: 'X',
  case: about,
  service,
  trust: 'M2',
});
const refused = attempt('case', [connection()]);
const accepted = attempt('case', [registered()]);
const judge = trustOutcome({ of: 'server certificate' });

test.describe('the outcome by service', () => {
  const mixed = row({ sip: 'refuse', provisioning: 'accept' });

  test('each service has its own', () => {
    expect(judge(bracketed(refused), context(mixed)).verdict).toBe('pass');
    expect(judge(bracketed(accepted), context(mixed)).verdict).toBe('fail');
    expect(judge(bracketed(refused), context(mixed, 'provisioning')).verdict).toBe('fail');
  });

  test('a row that names none for the service is a mistake of the catalogue', () => {
    expect(() => judge(bracketed(refused), context(row({ provisioning: 'accept' })))).toThrow(/names no outcome/);
  });
});

test.describe('observations', () => {
  const recorded = context(row('record'));

  test('tell what the device did, either way', () => {
    expect(judge(bracketed(refused), recorded)).toMatchObject({
      verdict: 'observed',
      seen: expect.stringMatching(/^refused/) as unknown as string,
    });
    expect(judge(bracketed(accepted), recorded)).toMatchObject({
      verdict: 'observed',
      seen: expect.stringMatching(/^accepted/) as unknown as string,
    });
  });

  test('are none without controls, without a connection, or with a bench at fault', () => {
    expect(judge(evidence({ attempts: [refused] }), recorded).verdict).toBe('inconclusive');
    expect(judge(bracketed(attempt('case', [])), recorded).verdict).toBe('inconclusive');
    const broken = { ...bracketed(accepted), benchFaults: [{ code: 'X', message: 'broken' }] };
    expect(judge(broken, recorded).verdict).toBe('error');
  });

  test('a request that was sent and not answered is neither', () => {
    const { application } = registered();
    const asked = attempt('case', [connection({ application: application.slice(0, 1) })]);
    expect(judge(bracketed(asked), recorded).verdict).toBe('inconclusive');
  });
});

test.describe('an abort', () => {
  const mustAbort = aborted({ of: 'signature' });
  const withMessage = (one: Connection, from: 'device' | 'lab', type: string): Connection => ({
    ...one,
    messages: [...one.messages, { at: 3, from, type, bytes: 40, encrypted: false }],
  });
  const verdictOf = (one: Attempt) => mustAbort(bracketed(one), context(row('refuse'))).verdict;

  test('is a close of the device, with or without an alert', () => {
    expect(verdictOf(refused)).toBe('pass');
  });

  test('is not to go on with the handshake, even where nothing comes of it', () => {
    expect(verdictOf(attempt('case', [withMessage(connection(), 'device', 'client_key_exchange')]))).toBe('fail');
  });

  test('is not to leave the connection open', () => {
    const open = connection({ closed: { by: 'open', how: 'none', at: null } });
    expect(verdictOf(attempt('case', [open]))).toBe('fail');
  });

  test('an empty list was delivered when its message was', () => {
    const empty = connection({ serverChain: [] });
    expect(verdictOf(attempt('case', [withMessage(empty, 'lab', 'certificate')]))).toBe('pass');
    expect(verdictOf(attempt('case', [empty]))).toBe('inconclusive');
  });

  test('proves nothing without controls', () => {
    expect(mustAbort(evidence({ attempts: [refused] }), context(row('refuse'))).verdict).toBe('inconclusive');
  });
});

test('a certificate that became valid while the bench went on is no longer the fault that is meant', () => {
  const begins = (notBefore: string): Attempt => {
    const leaf = certificate({ sha256: connection().serverChain[0]!.sha256, notBefore });
    const { presented } = accepted;
    return attempt('case', [registered({ serverChain: [leaf] })], {
      presented: { ...presented, certificate: 'valid-in-an-hour' },
      startedAt: '2026-11-21T09:00:00.000Z',
    });
  };
  const early = context(row('refuse', 'valid-in-an-hour'));
  expect(judge(bracketed(begins('2026-11-21T09:00:02.000Z')), early).verdict).toBe('fail');
  expect(judge(bracketed(begins('2026-11-21T08:59:59.000Z')), early).verdict).toBe('error');
});

test.describe('an algorithm that not every device must know', () => {
  const where = outcomeWhereOffered({
    of: 'server certificate',
    schemes: { 'ecdsa-p384': 'ecdsa_secp384r1_sha384', 'ecdsa-chain': 'ecdsa_secp256r1_sha256' },
  });
  const offering = (...signatureSchemes: string[]): Attempt =>
    attempt('case', [connection({ hello: connection().hello && { ...connection().hello!, signatureSchemes } })]);
  const optional = context(row('accept', 'ecdsa-p384'));

  test('is accepted by a device that offers it, and no fail of one that does not', () => {
    expect(where(bracketed(offering('ecdsa_secp384r1_sha384')), optional).verdict).toBe('fail');
    expect(where(bracketed(offering('rsa_pkcs1_sha256')), optional)).toMatchObject({
      verdict: 'observed',
      seen: expect.stringMatching(/^refused, and ecdsa_secp384r1_sha384 is not offered/) as unknown as string,
    });
    expect(where(bracketed(accepted), optional).verdict).toBe('pass');
  });

  test('accepted without trust is a fail, offered or not', () => {
    expect(where(bracketed(accepted), context(row('refuse', 'ecdsa-p384'))).verdict).toBe('fail');
  });

  test('is one that every device with TLS 1.3 must know, or excuses no other row', () => {
    const offered = offering('rsa_pkcs1_sha256');
    expect(where(bracketed(offered), context(row('accept', 'rsa-4096'))).verdict).toBe('fail');
    const chain = context(row('accept', 'ecdsa-chain'));
    expect(where(bracketed(offered), chain).verdict).toBe('fail');
    const hello = { ...connection().hello!, versions: ['TLS 1.2'] };
    expect(where(bracketed(attempt('case', [connection({ hello })])), chain).verdict).toBe('observed');
  });
});

test.describe('a stapled response', () => {
  const stapled = stapleOutcome({ of: 'server certificate' });
  const asks = (one: Connection): Connection => ({
    ...one,
    hello: one.hello && { ...one.hello, extensions: ['status_request'] },
  });

  test('is judged where the device has asked for one', () => {
    const about = context(row('refuse', 'staple-revoked'));
    expect(stapled(bracketed(attempt('case', [asks(registered())])), about).verdict).toBe('fail');
    expect(stapled(bracketed(attempt('case', [asks(connection())])), about).verdict).toBe('pass');
  });

  test('was never sent to a device that has not', () => {
    const about = context(row('refuse', 'staple-revoked'));
    expect(stapled(bracketed(accepted), about).verdict).toBe('inconclusive');
  });

  test('other rows of the requirement do not need it', () => {
    expect(stapled(bracketed(accepted), context(row('refuse', 'revoked-by-ocsp'))).verdict).toBe('fail');
  });
});

test.describe('a device that was told to reach another host', () => {
  const reaching = (reaches: string, serverName: string | null) => {
    const one = connection();
    const asked = registered({ hello: one.hello && { ...one.hello, serverName } });
    return attempt('case', [asked], { presented: { ...accepted.presented, reaches } });
  };
  const verdictOf = (one: Attempt) => judge(bracketed(one), context(row('refuse'))).verdict;

  test('is judged when it asks for that host, or for none', () => {
    expect(verdictOf(reaching('a.sip.lab.test', 'A.sip.lab.test.'))).toBe('fail');
    expect(verdictOf(reaching('127.0.0.1', null))).toBe('fail');
  });

  test('is not blamed for what it took at the old one', () => {
    expect(verdictOf(reaching('a.sip.lab.test', 'sip.lab.test'))).toBe('inconclusive');
    expect(verdictOf(reaching('127.0.0.1', 'sip.lab.test'))).toBe('inconclusive');
  });
});
