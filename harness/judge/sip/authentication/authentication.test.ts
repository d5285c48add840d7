import { expect, test } from '@playwright/test';
import type { ApplicationData } from '../../../evidence.ts';
import type { Judge, JudgeContext } from '../../../requirement.ts';
import { attempt, bracketed, connection, evidence, registered } from '../../evidence.sample.ts';
import { answersMd5, answersSha256, takesFirstSupported, unanswered } from './algorithms.ts';
import { answersIntegrity, namesQuality, raisesSequence } from './fields.ts';
import { answersStale, countsNonces, usesNextNonce } from './nonces.ts';
import { silentTowardsStrangers, stopsWhenRejected } from './rejection.ts';

const asks = (more = ''): string => `WWW-Authenticate: Digest realm="lab.test", nonce="n1", qop="auth"${more}`;
const shows = (more = '', nonce = 'n1'): string =>
  `Authorization: Digest username="a", realm="lab.test", nonce="${nonce}", uri="sip:lab.test", response="***"${more}`;
const qop = (nc = '00000001', kind = 'auth'): string => `, qop=${kind}, nc=${nc}, cnonce="c"`;
const right = (cseq: string): string => `TLSv1.3 leaf=aa credentials right (MD5) in CSeq ${cseq}`;
const wrong = (cseq: string): string => right(cseq).replace('right', 'wrong');

/** `REGISTER 2` is a request of the device, `401 REGISTER 2` an answer of the lab; further lines are header lines. */
function passed(...messages: (readonly [string, ...string[]])[]): ApplicationData[] {
  return messages.map(([what, ...lines], i) => {
    const [, status, method = '', number = ''] = /^(?:(\d{3}) )?(\w+) (\d+)$/.exec(what) ?? [];
    const start = status ? `SIP/2.0 ${status} x` : `${method} sip:lab.test SIP/2.0`;
    const head = [start, `Via: SIP/2.0/TLS a;branch=z${method}${number}`, 'Call-ID: 1', `CSeq: ${number} ${method}`];
    const text = [...head, ...lines, '', ''].join('\r\n');
    return { at: i + 1, from: status ? 'lab' : 'device', bytes: text.length, kind: `SIP ${status ?? method}`, text };
  });
}

const judged = (judge: Judge, application: ApplicationData[], witness: string[] = [], context = {} as JudgeContext) =>
  judge(
    bracketed(
      attempt('case', [connection({ application, closed: { by: 'open', how: 'none', at: null } })], {
        witness: { program: 'registrar', lines: witness },
      }),
    ),
    context,
  );

const verdictOf = (...all: Parameters<typeof judged>) => judged(...all).verdict;

const first = ['REGISTER 1'] as const;
const challenged = passed(first, ['401 REGISTER 1', asks()]);
const taken = (credentials: string, ...later: Parameters<typeof passed>) =>
  passed(first, ['401 REGISTER 1', asks()], ['REGISTER 2', credentials], ['200 REGISTER 2'], ...later);

const all: Judge[] = [
  ...[unanswered('Basic'), answersSha256, takesFirstSupported, answersMd5, namesQuality, raisesSequence],
  ...[answersIntegrity, countsNonces, answersStale, usesNextNonce, stopsWhenRejected, silentTowardsStrangers],
];

test('nothing is said of a device that was not challenged, whose records are hidden, or whose bench broke', () => {
  for (const judge of all) {
    expect(verdictOf(judge, [])).toBe('inconclusive');
    expect(verdictOf(judge, passed(first, ['200 REGISTER 1']))).toBe('inconclusive');
    const hidden = connection({ application: challenged, unreadable: { fromDevice: 1, fromLab: 0 } });
    expect(judge(bracketed(attempt('case', [hidden])), {} as JudgeContext).verdict).toBe('inconclusive');
    const broken = evidence({ benchFaults: [{ code: 'x', message: 'y' }] });
    expect(judge(broken, {} as JudgeContext).verdict).toBe('error');
  }
});

test('what nobody may ask for: silence passes between controls, any credentials fail', () => {
  const asked = [first, ['401 REGISTER 1', 'WWW-Authenticate: Basic realm="lab.test"']] as const;
  const basic = passed(...asked);
  expect(verdictOf(unanswered('Basic'), basic)).toBe('pass');
  expect(verdictOf(unanswered('Basic'), passed(...asked, ['REGISTER 2', 'Authorization: Basic ***']))).toBe('fail');
  const foreign = ['401 REGISTER 1', asks().replace('lab.test', 'attacker.test')] as const;
  const shown = ['REGISTER 2', shows(qop()).replace('lab.test', 'attacker.test')] as const;
  expect(verdictOf(unanswered('x'), passed(first, foreign, shown))).toBe('fail');
  // What it had from an earlier registration goes to nobody new.
  const earlier = passed(['REGISTER 1', shows(qop(), 'n0')], foreign, ['REGISTER 2', shows(qop('00000002'), 'n0')]);
  expect(verdictOf(unanswered('x'), earlier)).toBe('pass');
  const alone = evidence({ attempts: [attempt('case', [connection({ application: basic })])] });
  expect(unanswered('Basic')(alone, {} as JudgeContext).verdict).toBe('inconclusive');
});

test('credentials for a foreign nonce fail by whatever realm they name, and beside others', () => {
  const foreign = [
    '401 REGISTER 1',
    asks().replaceAll(/lab\.test|n1/g, (word) => (word === 'n1' ? 'n7' : 'x.test')),
  ] as const;
  expect(verdictOf(unanswered('x'), passed(first, foreign, ['REGISTER 2', shows(qop(), 'n7')]))).toBe('fail');
  const both = ['REGISTER 2', shows(qop()), shows(qop(), 'n7').replace('lab.test', 'x.test')] as const;
  expect(verdictOf(unanswered('x'), passed(first, foreign, both))).toBe('fail');
  expect(verdictOf(unanswered('x'), passed(first, foreign, ['REGISTER 2', shows(qop())]))).toBe('pass');
});

test('a wrong digest is blamed on a device that registers elsewhere alone', () => {
  const application = passed(first, ['401 REGISTER 1', asks()], ['REGISTER 2', shows(qop())], ['403 REGISTER 2']);
  const lines = [wrong('2 REGISTER')];
  const tried = attempt('case', [connection({ application })], { witness: { program: 'registrar', lines } });
  const nowhere = evidence({ attempts: [attempt('control-before', []), tried, attempt('control-after', [])] });
  for (const judge of [namesQuality, stopsWhenRejected]) {
    expect(judge(bracketed(tried), {} as JudgeContext).verdict).toBe('fail');
    expect(judge(nowhere, {} as JudgeContext).verdict).toBe('inconclusive');
  }
});

test('SHA-256 is answered right, wrong, by another algorithm, or not', () => {
  const sha = asks(', algorithm=SHA-256');
  const answered = (algorithm: string) =>
    passed(first, ['401 REGISTER 1', sha], ['REGISTER 2', shows(`, algorithm=${algorithm}${qop()}`)]);
  expect(verdictOf(answersSha256, answered('SHA-256'), [right('2 REGISTER')])).toBe('pass');
  expect(verdictOf(answersSha256, answered('SHA-256'), [wrong('2 REGISTER')])).toBe('fail');
  expect(verdictOf(answersSha256, answered('SHA-256'))).toBe('inconclusive');
  expect(verdictOf(answersSha256, answered('MD5'), [right('2 REGISTER')])).toBe('fail');
  expect(verdictOf(answersSha256, passed(first, ['401 REGISTER 1', sha]))).toBe('fail');
});

test('the first challenge that is known is the one to be answered', () => {
  const offered = ['SHA-0', 'SHA-256', 'MD5'].map((one) => asks(`, algorithm=${one}`));
  const answered = (algorithm: string) =>
    passed(
      first,
      ['401 REGISTER 1', ...offered],
      ['REGISTER 2', shows(`, algorithm=${algorithm}`)],
      ['200 REGISTER 2'],
    );
  expect(verdictOf(takesFirstSupported, answered('SHA-256'))).toBe('pass');
  expect(verdictOf(takesFirstSupported, answered('MD5'))).toBe('fail');
  expect(verdictOf(takesFirstSupported, passed(first, ['401 REGISTER 1', ...offered]))).toBe('fail');
});

test('MD5 alone: what the device does is told', () => {
  expect(judged(answersMd5, taken(shows(qop())))).toMatchObject({
    verdict: 'observed',
    seen: expect.stringMatching(/^answered/),
  });
  expect(judged(answersMd5, challenged)).toMatchObject({
    verdict: 'observed',
    seen: expect.stringMatching(/^not answered/),
  });
});

test('qop comes with nc and cnonce, under a higher CSeq', () => {
  expect(verdictOf(namesQuality, taken(shows(qop())))).toBe('pass');
  for (const bad of ['', qop('1'), ', qop=auth, nc=00000001', qop('00000001', 'auth-int')]) {
    expect(verdictOf(namesQuality, taken(shows(bad)))).toBe('fail');
  }
  expect(verdictOf(raisesSequence, taken(shows(qop())))).toBe('pass');
  const same = passed(first, ['401 REGISTER 1', asks()], ['REGISTER 1', shows(qop())]);
  expect(verdictOf(raisesSequence, same)).toBe('fail');
  expect(verdictOf(raisesSequence, challenged)).toBe('inconclusive');
});

test('a nonce is counted with each use', () => {
  const twice = (nc: string) => taken(shows(qop()), ['REGISTER 3', shows(qop(nc))]);
  expect(verdictOf(countsNonces, twice('00000002'))).toBe('pass');
  expect(verdictOf(countsNonces, twice('0000000a'))).toBe('pass');
  expect(verdictOf(countsNonces, twice('00000001'))).toBe('fail');
  expect(verdictOf(countsNonces, taken(shows(), ['REGISTER 3', shows()]))).toBe('fail');
  const later = [4, 5].map((number) => [`REGISTER ${number}`, shows(qop(), 'n2')] as const);
  expect(verdictOf(countsNonces, taken(shows(qop()), ['REGISTER 3', shows(qop('00000002'))], ...later))).toBe('fail');
  expect(verdictOf(countsNonces, taken(shows(qop()), ['REGISTER 3', shows(qop(), 'n2')]))).toBe('inconclusive');
});

test('a stale nonce is given up for the new one', () => {
  const stale = ['401 REGISTER 2', asks(', stale=true').replace('n1', 'n2')] as const;
  const until = [first, ['401 REGISTER 1', asks()], ['REGISTER 2', shows(qop())], stale] as const;
  const answered = (nonce: string) => passed(...until, ['REGISTER 3', shows(qop(), nonce)], ['200 REGISTER 3']);
  expect(verdictOf(answersStale, answered('n2'))).toBe('pass');
  expect(verdictOf(answersStale, answered('n1'))).toBe('fail');
  expect(verdictOf(answersStale, passed(...until))).toBe('fail');
  expect(verdictOf(answersStale, taken(shows(qop())))).toBe('inconclusive');
});

test('the next nonce is used in the next request', () => {
  const named = 'Authentication-Info: qop=auth, nextnonce="n9"';
  const until = [first, ['401 REGISTER 1', asks()], ['REGISTER 2', shows(qop())], ['200 REGISTER 2', named]] as const;
  expect(verdictOf(usesNextNonce, passed(...until, ['REGISTER 3', shows(qop(), 'n9')]))).toBe('pass');
  expect(verdictOf(usesNextNonce, passed(...until, ['REGISTER 3', shows(qop(), 'n1')]))).toBe('fail');
  expect(verdictOf(usesNextNonce, passed(...until, ['REGISTER 3'], ['REGISTER 4', shows(qop(), 'n9')]))).toBe('fail');
  expect(verdictOf(usesNextNonce, passed(...until))).toBe('inconclusive');
});

test('a rejected password is not shown again, and a stale one not without end', () => {
  const shown = (number: number) => [`REGISTER ${number}`, shows(qop())] as const;
  const again = (number: number, more = '') => [`401 REGISTER ${number}`, asks(more)] as const;
  const until = [first, again(1), shown(2)] as const;
  expect(verdictOf(stopsWhenRejected, passed(...until, again(2)))).toBe('pass');
  expect(verdictOf(stopsWhenRejected, passed(...until, ['403 REGISTER 2']))).toBe('pass');
  expect(verdictOf(stopsWhenRejected, passed(...until, again(2), shown(3)))).toBe('fail');
  expect(verdictOf(stopsWhenRejected, passed(...until, ['403 REGISTER 2'], ['REGISTER 3'], again(3), shown(4)))).toBe(
    'fail',
  );
  const stale = (count: number) =>
    passed(...until, ...Array.from({ length: count }, (_, i) => [again(i + 2, ', stale=true'), shown(i + 3)]).flat());
  expect(verdictOf(stopsWhenRejected, stale(4))).toBe('pass');
  expect(verdictOf(stopsWhenRejected, stale(5))).toBe('fail');
  expect(verdictOf(stopsWhenRejected, passed(...until))).toBe('inconclusive');
  // A subscription that is refused rejects no password, and another user has another one.
  const beside = [['SUBSCRIBE 8'], ['404 SUBSCRIBE 8']] as const;
  expect(verdictOf(stopsWhenRejected, passed(...until, ...beside, again(2, ', stale=true'), shown(3)))).toBe('pass');
  const other = ['REGISTER 3', shows(qop()).replace('"a"', '"b"')] as const;
  expect(verdictOf(stopsWhenRejected, passed(...until, again(2), other, ['403 REGISTER 3']))).toBe('pass');
  expect(verdictOf(stopsWhenRejected, passed(...until, again(2)), [wrong('2 REGISTER')])).toBe('fail');
});

test('whoever answers BYE with a challenge gets nothing', () => {
  const ended = [['BYE 2'], ['401 BYE 2', asks()]] as const;
  expect(verdictOf(silentTowardsStrangers, taken(shows(qop()), ...ended))).toBe('pass');
  expect(verdictOf(silentTowardsStrangers, taken(shows(qop()), ...ended, ['BYE 3', shows(qop())]))).toBe('fail');
  const stranger = [['BYE 2'], ['401 BYE 2', asks().replace('n1', 'n5')]] as const;
  const given = (method: string, nonce: string) =>
    taken(shows(qop()), ...stranger, [`${method} 4`, shows(qop(), nonce)]);
  expect(verdictOf(silentTowardsStrangers, given('SUBSCRIBE', 'n1'))).toBe('pass');
  expect(verdictOf(silentTowardsStrangers, given('SUBSCRIBE', 'n5'))).toBe('fail');
  expect(verdictOf(silentTowardsStrangers, given('BYE', 'n1'))).toBe('fail');
  const registrar = taken(shows(qop()), ['BYE 2'], ['401 REGISTER 3', asks()]);
  expect(verdictOf(silentTowardsStrangers, registrar)).toBe('inconclusive');
  expect(verdictOf(silentTowardsStrangers, taken(shows(qop())))).toBe('inconclusive');
  expect(verdictOf(silentTowardsStrangers, passed(first, ['401 REGISTER 1', asks()], ...ended))).toBe('inconclusive');
});

test('auth-int is answered right, or declined', () => {
  const int = qop('00000001', 'auth-int');
  expect(verdictOf(answersIntegrity, taken(shows(int)), [right('2 REGISTER')])).toBe('pass');
  expect(verdictOf(answersIntegrity, taken(shows(int)), [wrong('2 REGISTER')])).toBe('fail');
  expect(verdictOf(answersIntegrity, taken(shows(qop())), [right('2 REGISTER')])).toBe('fail');
  expect(verdictOf(answersIntegrity, challenged)).toBe('pass');
  const dialled = { case: { dials: 'sip:b' } } as JudgeContext;
  const calls = (...more: Parameters<typeof passed>) =>
    answersIntegrity(bracketed(attempt('case', [connection({ application: taken(shows(int), ...more) })])), dialled);
  expect(calls().verdict).toBe('inconclusive');
  expect(judged(answersIntegrity, taken(shows(qop())), [], dialled).verdict).toBe('fail');
  expect(calls(['INVITE 5'], ['401 INVITE 5', asks()]).verdict).toBe('pass');
});

test('a control that was not accepted leaves an absence open', () => {
  const failed = evidence({
    attempts: [
      attempt('control-before', [registered()]),
      attempt('case', [connection({ application: challenged })]),
      attempt('control-after', []),
    ],
  });
  for (const judge of [unanswered('x'), answersSha256, takesFirstSupported, answersMd5, answersIntegrity]) {
    expect(judge(failed, {} as JudgeContext).verdict).toBe('inconclusive');
  }
});
