/** Judges of what comes after something else: a redirect, a ticket, a lapse, an address in a certificate. */
import { expect, test } from '@playwright/test';
import type { Attempt, ClearText, Connection, Evidence, Fetch } from '../../evidence.ts';
import type { JudgeContext } from '../../requirement.ts';
import { attempt, bracketed, connection, evidence, registered } from '../evidence.sample.ts';
import { tellsFetches } from './fetches.ts';
import { tellsExtension } from '../tls/hello-offer.ts';
import { afterLapse } from './lapse.ts';
import { checksEveryHop } from './redirect-hop.ts';
import { resumesNothingUntrusted } from './resumption.ts';
import { namesNoAddress } from './server-name.ts';

const context: JudgeContext = { requirement: '', case: undefined, service: 'sip', trust: 'M2' };

test.describe('a redirect to another host', () => {
  const redirect = (...onward: Connection['application']): Connection =>
    connection({
      front: 'provisioning',
      application: [
        { at: 3, from: 'device', bytes: 200, kind: 'HTTP GET' },
        { at: 4, from: 'lab', bytes: 100, kind: 'HTTP 302' },
        ...onward,
      ],
      closed: { by: 'lab', how: 'fin', at: 5 },
    });
  const fetched = (role: Attempt['role']): Attempt =>
    attempt(
      role,
      [
        connection({
          front: 'provisioning',
          application: [
            { at: 3, from: 'device', bytes: 200, kind: 'HTTP GET' },
            { at: 4, from: 'lab', bytes: 900, kind: 'HTTP 200' },
          ],
        }),
      ],
      { service: 'provisioning' },
    );
  const judged = (connections: Connection[], partial: Partial<Attempt> = {}) => {
    const hop = attempt('case', connections, { service: 'provisioning', ...partial });
    const given = evidence({ attempts: [fetched('control-before'), hop, fetched('control-after')] });
    return checksEveryHop(given, { ...context, service: 'provisioning' });
  };
  const refusal = connection({ front: 'provisioning' });

  test('is followed to a server that is refused, or not at all', () => {
    expect(judged([redirect(), refusal])).toMatchObject({ verdict: 'pass' });
    expect(judged([redirect()])).toMatchObject({ verdict: 'pass', seen: expect.stringMatching(/not followed/) });
  });

  test('fails with one byte for the other host, wherever it goes', () => {
    const request = { at: 9, from: 'device', bytes: 200, kind: 'HTTP GET' } as const;
    expect(judged([redirect(), { ...refusal, application: [request] }])).toMatchObject({ verdict: 'fail' });
    const sameConnection = redirect(request, { at: 10, from: 'lab', bytes: 900, kind: 'HTTP 200' });
    expect(judged([sameConnection])).toMatchObject({ verdict: 'fail' });
    const inClear: ClearText = {
      at: 9,
      transport: 'tcp',
      port: 'http',
      bytes: 200,
      kind: 'HTTP GET',
      firstLine: '',
    };
    expect(judged([redirect()], { clearText: [inClear] })).toMatchObject({ verdict: 'fail' });
  });

  test('is not followed by a device that asks the first host again', () => {
    expect(judged([redirect(), redirect()])).toMatchObject({ verdict: 'pass' });
    expect(judged([redirect(), redirect(), refusal])).toMatchObject({ verdict: 'pass' });
    const request = { at: 9, from: 'device', bytes: 200, kind: 'HTTP GET' } as const;
    const other = redirect(request, { at: 10, from: 'lab', bytes: 900, kind: 'HTTP 200' });
    expect(judged([redirect(), other])).toMatchObject({ verdict: 'fail' });
  });

  test('says nothing where it never came', () => {
    expect(judged([refusal])).toMatchObject({ verdict: 'inconclusive' });
    expect(judged([redirect(), { ...refusal, serverChain: [] }])).toMatchObject({ verdict: 'inconclusive' });
  });
});

test.describe('an earlier session', () => {
  const other = { ...attempt('case', []).presented, certificate: 'good', leafSha256: null };
  const first = attempt('case', [registered()], { presented: other });
  const judged = (...attempts: Attempt[]) => {
    const given = evidence({
      attempts: [attempt('control-before', [registered()]), ...attempts, attempt('control-after', [registered()])],
    });
    return resumesNothingUntrusted(given, context);
  };

  test('is not resumed by a device that refuses the certificate', () => {
    expect(judged(first, attempt('case', [connection()]))).toMatchObject({ verdict: 'pass' });
  });

  test('resumed with a request in it fails; a request after a whole handshake is about something else', () => {
    const resumed = attempt('case', [registered({ serverChain: [] })]);
    expect(judged(first, resumed)).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(/^an earlier session/),
    });
    expect(judged(first, attempt('case', [registered()]))).toMatchObject({ verdict: 'inconclusive' });
  });

  test('that never was cannot be resumed', () => {
    expect(judged(attempt('case', [connection()]))).toMatchObject({ verdict: 'inconclusive' });
    expect(judged(attempt('case', [connection()]), attempt('case', [connection()]))).toMatchObject({
      verdict: 'inconclusive',
    });
  });
});

test('a certificate that lapses: what became of both connections is told', () => {
  const judged = (given: Evidence) => afterLapse({ of: 'certificate' })(given, context);
  const controls = (...attempts: Attempt[]): Evidence =>
    evidence({
      attempts: [attempt('control-before', [registered()]), ...attempts, attempt('control-after', [registered()])],
    });
  const standing = attempt('case', [registered({ closed: { by: 'open', how: 'none', at: null } })]);
  expect(judged(controls(standing, attempt('case', [connection()])))).toMatchObject({
    verdict: 'observed',
    seen: expect.stringMatching(/^the connection was left open; the next one refused/),
  });
  expect(judged(controls(attempt('case', [registered()]), attempt('case', [registered()])))).toMatchObject({
    verdict: 'observed',
    seen: expect.stringMatching(/^the connection was closed by the device; the next one accepted/),
  });
  expect(judged(controls(standing))).toMatchObject({ verdict: 'inconclusive' });
  expect(judged(controls(standing, attempt('case', [])))).toMatchObject({ verdict: 'inconclusive' });
});

test('an address as server name fails, none passes, and a name shows a device that was not pointed at an address', () => {
  const judged = (serverName: string | null) => {
    const hello = { ...connection().hello!, serverName };
    return namesNoAddress(bracketed(attempt('case', [connection({ hello })])), context).verdict;
  };
  expect(['127.0.0.1', '::1', '[::1]', null, 'sip.lab.test', '1.2.3.example'].map(judged)).toEqual([
    ...['fail', 'fail', 'fail'],
    ...['pass', 'inconclusive', 'inconclusive'],
  ]);
  expect(namesNoAddress(bracketed(attempt('case', [])), context).verdict).toBe('inconclusive');
});

test('an extension of the hello is told', () => {
  const judge = tellsExtension({ named: 'status_request', of: 'RFC 6066 §8' });
  const hello = { ...connection().hello!, extensions: ['status_request'] };
  expect(judge(bracketed(attempt('case', [connection({ hello })])), context)).toMatchObject({
    verdict: 'observed',
    seen: 'status_request in 1 of 1 ClientHellos',
  });
  expect(judge(bracketed(attempt('case', [connection({ hello: null })])), context).verdict).toBe('inconclusive');
});

test('fetches are counted where the certificate came and the bench listened', () => {
  const judged = (partial: Partial<Attempt>, connections = [registered()]) =>
    tellsFetches(bracketed(attempt('case', connections, partial)), context);
  const fetch: Fetch = { at: 3, method: 'GET', path: '/leaf.crl', bytes: 400 };
  expect(judged({ fetches: [fetch] })).toMatchObject({ verdict: 'observed', seen: '1 fetch: GET /leaf.crl' });
  expect(judged({ fetches: [] })).toMatchObject({
    verdict: 'observed',
    seen: expect.stringMatching(/^no fetch within/),
  });
  expect(judged({})).toMatchObject({ verdict: 'error' });
  expect(judged({ fetches: [] }, [connection({ serverChain: [] })])).toMatchObject({ verdict: 'inconclusive' });
});
