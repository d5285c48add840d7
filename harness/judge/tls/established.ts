/**
 * What a device does with something that comes over an established connection. The lab sends it with a request to the
 * registered device, or with a challenge to whoever fetches a file, so that going on is seen.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { accepted, controlsFailed, endedByLab, judgedAttempt, story, unreadable } from '../bench-part.ts';
import { gradeOf, notOffered } from './handshake-outcome.ts';
import { questionsOf, responsesTo } from './questions.ts';
import { clearAfter, inClear, outwaited } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

interface Look {
  evidence: Evidence;
  attempt: Attempt;
  expected: string;
  alerts: readonly number[] | undefined;
}

/** The common beginning: the bench did its part, and the device offers what the row is about. */
const established =
  (wording: string, judge: (look: Look) => Finding): Judge =>
  (evidence, context) => {
    const { row } = namedOutcome(context);
    const expected = `${row.title}: ${wording}`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const missing = notOffered(look.attempt);
    if (missing) return { verdict: 'not-applicable', expected, seen: missing };
    return judge({ evidence, attempt: look.attempt, expected, alerts: row.alerts });
  };

/** The device goes on: it answers each request of the lab once, or the challenge. `also` adds what must be seen besides. */
export const goesOn = (also: (look: Look) => Finding | null = () => null, wording = 'the device goes on'): Judge =>
  established(`${wording}; each request answered once`, (look) => {
    const { attempt, expected } = look;
    const hidden = unreadable(attempt, 'fromDevice');
    if (hidden > 0) {
      return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
    }
    const questions = questionsOf(attempt);
    const again = questions.find(({ finals }) => finals > 1);
    if (again) return { verdict: 'fail', expected, seen: `${again.method} answered ${again.finals} times` };
    const answered = questions.filter(({ finals }) => finals === 1).length;
    const due = attempt.presented.asks ?? 0;
    if (accepted(attempt) && answered >= due) {
      const seen = due > 0 ? `${answered} of ${due} requests answered once` : story(attempt);
      return also(look) ?? { verdict: 'pass', expected, seen };
    }
    // Nobody can fail at what never came.
    if (!attempt.connections.some(({ messages }) => messages.some(({ from }) => from === 'lab'))) {
      return { verdict: 'inconclusive', expected, seen: `the lab could not answer the device: ${story(attempt)}` };
    }
    return (
      controlsFailed(look.evidence, expected) ?? {
        verdict: 'fail',
        expected,
        seen: `${due > 0 ? `${answered} of ${due} requests answered: ` : ''}${story(attempt)}`,
      }
    );
  });

/** RFC 8446 §4.6.3: the answer of the device is a KeyUpdate of its own, before any more application data. */
export const updatesItsKeys: Judge = goesOn(({ attempt, expected }) => {
  const updates = attempt.connections
    .flatMap(({ messages }) => messages)
    .filter(({ from, type }) => from === 'device' && type === 'key_update');
  const [response] = responsesTo(attempt);
  if (response && updates.some(({ at }) => at <= response.at)) return null;
  const seen =
    updates.length > 0
      ? 'answered under its old keys, and sent its KeyUpdate later'
      : 'went on under its old keys, without a KeyUpdate';
  return { verdict: 'fail', expected, seen };
}, 'the device answers by a KeyUpdate and goes on');

/** The device ends the connection, and does nothing of what the record would have had it do. */
export const breaksOff: Judge = established('ended by the device, nothing acted on; controls accepted', (look) => {
  const { evidence, attempt, expected, alerts } = look;
  const acted = actedOn(attempt) ?? toldInClear(attempt) ?? clearAfter(evidence);
  if (acted) return { verdict: 'fail', expected, seen: acted };
  const met = attempt.connections.filter(wasMet);
  const [first] = met;
  if (!first) {
    return { verdict: 'inconclusive', expected, seen: `the record never reached the device: ${story(attempt)}` };
  }
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
  }
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const said = (what: string, one: Connection): string => `${what}: ${story({ ...attempt, connections: [one] })}`;
  const open = met.find((one) => (one.closed.by === 'open' && !alerted(one)) || outwaited(one, evidence.window));
  if (open) return { verdict: 'fail', expected, seen: said('the device did not end the connection', open) };
  const given = met.find(endedByLab);
  if (given) return { verdict: 'inconclusive', expected, seen: said('the lab ended it first', given) };
  return { verdict: 'pass', expected, seen: `${said('broken off', first)}${gradeOfMet(met, attempt, alerts)}` };
});

/** The device may end the connection or go on, but not answer what it must discard. */
export const answersNoHeartbeat: Judge = established('no heartbeat answered; controls accepted', (look) => {
  const { evidence, attempt, expected } = look;
  const answers = attempt.connections.flatMap(({ messages }) =>
    messages.filter(({ from, type }) => from === 'device' && type === 'heartbeat'),
  );
  const octets = answers.reduce((sum, { bytes }) => sum + bytes, 0);
  if (octets > 0) return { verdict: 'fail', expected, seen: `answered with ${octets} octets` };
  if (!attempt.connections.some((one) => says(one, 'lab', 'heartbeat'))) {
    return { verdict: 'inconclusive', expected, seen: `the request never reached the device: ${story(attempt)}` };
  }
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
  }
  const answered = questionsOf(attempt).some(({ finals }) => finals > 0);
  if (answered) return { verdict: 'pass', expected, seen: 'discarded, and the request behind it answered' };
  return controlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: `not answered: ${story(attempt)}` };
});

/** RFC 3261 §18.3: the stream ended before the message did. Coming back is told. */
export const discardsCutMessage: Judge = established('the cut message not acted on; controls accepted', (look) => {
  const { evidence, attempt, expected } = look;
  const [response] = responsesTo(attempt);
  if (response) return { verdict: 'fail', expected, seen: `answered the cut request by ${response.kind}` };
  const at = attempt.connections.findIndex((one) => accepted({ ...attempt, connections: [one] }));
  const met = attempt.connections[at];
  if (!met || questionsOf({ ...attempt, connections: [met] }).length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the cut request never reached the device: ${story(attempt)}` };
  }
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
  }
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const back = attempt.connections.length > at + 1 ? 'came back' : `did not come back within ${attempt.quiet} ms`;
  return { verdict: 'pass', expected, seen: `no response to the cut request; the device ${back}` };
});

/** Told, not judged: whether the device asks for, declines or ignores a renegotiation, or how it bears with an end. */
export const tellsWhatFollows: Judge = established('what the device does is recorded', ({ attempt, expected }) => {
  const at = attempt.connections.findIndex((one) => accepted({ ...attempt, connections: [one] }));
  const met = attempt.connections[at];
  if (!met || questionsOf({ ...attempt, connections: [met] }).length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device had no connection to do it on: ${story(attempt)}` };
  }
  const answered = questionsOf(attempt).some(({ finals }) => finals > 0);
  const hellos = met.messages.filter(({ from, type }) => from === 'device' && type === 'client_hello').length;
  const finishes = met.messages.filter(({ from, type }) => from === 'lab' && type === 'finished').length;
  const alerts = met.alerts.filter(({ from, code }) => from === 'device' && code !== 0);
  const { by, how } = met.closed;
  const parts = [
    ...(hellos > 1 ? [`began a renegotiation${finishes > 1 ? ' and completed it' : ''}`] : []),
    ...(met.clientChain?.length ? ['showed its certificate'] : []),
    ...alerts.map(({ level, code, name }) => `${level} alert ${code} ${name}`),
    answered ? 'answered the request beside it' : 'did not answer the request beside it',
    by === 'open' ? 'connection left open' : `closed by the ${by} (${how})`,
    attempt.connections.length > at + 1 ? 'came back by itself' : `no other connection within ${attempt.quiet} ms`,
  ];
  return { verdict: 'observed', expected, seen: parts.join(', ') };
});

/** Rows whose lab asks over the established connection are judged so, all others as ever. */
export const establishedOr =
  (judge: Judge, otherwise: Judge): Judge =>
  (evidence, context) => {
    const { asks, http } = context.case?.serves ?? {};
    return ((asks ?? http) ? judge : otherwise)(evidence, context);
  };

const says = ({ messages }: Connection, who: 'device' | 'lab', what: string): boolean =>
  messages.some(({ from, type }) => from === who && type === what);

/** A response to the request, or the credentials that the challenge asked for: nothing else could have brought them. */
function actedOn(attempt: Attempt): string | null {
  const [response] = responsesTo(attempt);
  if (response) return `the device answered by ${response.kind}`;
  const given = attempt.connections
    .flatMap(({ application }) => application)
    .find(
      ({ from, kind, text = '' }) => from === 'device' && kind === 'HTTP GET' && /^Authorization[ \t]*:/im.test(text),
    );
  return given ? 'the device answered the challenge' : null;
}

/** A device that breaks off must not say the same without TLS. */
function toldInClear({ clearText }: Attempt): string | null {
  const clear = clearText.find(inClear);
  return clear ? `${clear.kind} in clear over ${clear.transport.toUpperCase()} after ${Math.round(clear.at)} ms` : null;
}

/** What is bent cannot be read where it is damaged; where it can, it is a question or a message of the handshake. */
const wasMet = (one: Connection): boolean =>
  one.unreadable.fromLab > 0 ||
  says(one, 'lab', 'key_update') ||
  one.application.some(({ from, kind }) => from === 'lab' && /^SIP (?:OPTIONS|INVITE)$/.test(kind));

const alerted = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, level }) => from === 'device' && level === 'fatal');

/** The grade of an alert is kept for those that have not gone on, which here all have in TLS. */
const gradeOfMet = (met: Connection[], attempt: Attempt, fitting: readonly number[] | undefined): string =>
  gradeOf({ ...attempt, connections: met.map((one) => ({ ...one, messages: [] })) }, fitting);
