/**
 * What the bench must have done before anything may be said about the device. Each function returns a finding that
 * ends the judgement, or null where the bench did its part.
 */
import type { Attempt, Connection, Evidence, Role } from '../evidence.ts';
import type { Finding } from '../requirement.ts';
import { questionsOf } from './tls/questions.ts';

/** With the connections of the attempted service alone: what the device does meanwhile at the other one, whose server is
 * good, says nothing about this. */
export const attemptsOf = (evidence: Evidence, role: Role): Attempt[] =>
  evidence.attempts.filter((one) => one.role === role).map(ofItsService);

const ofItsService = (attempt: Attempt): Attempt => ({
  ...attempt,
  connections: attempt.connections.filter((one) => one.front === attempt.service),
});

/** The attempt that is judged: the last of the case. Earlier ones are its own history (before a deletion). */
export const judged = (evidence: Evidence): Attempt | undefined => attemptsOf(evidence, 'case').at(-1);

export function benchFault(evidence: Evidence, expected: string): Finding | null {
  const fault = evidence.benchFaults[0];
  if (fault) return { verdict: 'error', expected, seen: fault.message };
  const { attempts, calls, visits = [] } = evidence;
  if (attempts.length + calls.length + visits.length === 0) {
    return { verdict: 'error', expected, seen: 'the bench stored no attempt and no call' };
  }
  return null;
}

/** Leaf and version on the wire must be those that the case is about, on every connection that shows them. */
export function servedWrongly(attempt: Attempt, expected: string): Finding | null {
  const { leafSha256: meant, version } = attempt.presented;
  for (const { serverChain, negotiated } of attempt.connections) {
    if (version !== 'default' && negotiated && negotiated.version !== version) {
      const what = `${attempt.presented.listener} selected ${negotiated.version}, not ${version}`;
      return { verdict: 'error', expected, seen: what };
    }
    const seen = serverChain[0]?.sha256;
    if (meant && seen && seen !== meant) {
      const what = `${attempt.presented.listener} served the leaf ${seen.slice(0, 16)}, not ${meant.slice(0, 16)}`;
      return { verdict: 'error', expected, seen: what };
    }
    const begins = serverChain[0]?.notBefore;
    if (attempt.presented.certificate === 'valid-in-an-hour' && begins && !isAhead(begins, attempt)) {
      const what = `the leaf has been valid since ${begins}: the bench has been running for longer than it is early`;
      return { verdict: 'error', expected, seen: what };
    }
  }
  return null;
}

/** A device that was told to reach another host and goes on asking for the old one has not met what the case is about. */
function pointedElsewhere({ presented: { reaches }, connections }: Attempt, expected: string): Finding | null {
  if (!reaches) return null;
  const asked = connections.map(({ hello }) => hello?.serverName).find((name) => name && plain(name) !== reaches);
  if (!asked) return null;
  const seen = `the device asked for ${asked}, although it was told to reach ${reaches}`;
  return { verdict: 'inconclusive', expected, seen };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Whether an ISO time had not come when the attempt ended. */
const isAhead = (time: string, { startedAt, lasted }: Attempt): boolean =>
  !(Date.parse(time) <= Date.parse(startedAt) + lasted);

/** The attempt of the case, served as meant, or the finding that ends the judgement. */
export function judgedAttempt(evidence: Evidence, expected: string): { attempt: Attempt } | { finding: Finding } {
  const fault = benchFault(evidence, expected);
  if (fault) return { finding: fault };
  const attempt = judged(evidence);
  if (!attempt) return { finding: { verdict: 'error', expected, seen: 'the bench stored no attempt of the case' } };
  const wrong = servedWrongly(attempt, expected) ?? pointedElsewhere(attempt, expected);
  return wrong ? { finding: wrong } : { attempt };
}

/** REGISTER answered with 200, or GET answered with 200. */
export const accepted = (attempt: Attempt): boolean => acceptedOn(attempt).length > 0;

/** The connections on which it was. */
export function acceptedOn(attempt: Attempt): Connection[] {
  const [request, answer] = attempt.service === 'sip' ? ['SIP REGISTER', 'SIP 200'] : ['HTTP GET', 'HTTP 200'];
  return attempt.connections.filter(({ application }) => {
    const asked = application.findIndex((one) => one.from === 'device' && one.kind === request);
    return asked >= 0 && application.slice(asked).some((one) => one.from === 'lab' && one.kind === answer);
  });
}

/** Encrypted records, of one side or both, whose keys the bench does not have. */
export const unreadable = (attempt: Attempt, ...sides: ('fromDevice' | 'fromLab')[]): number =>
  attempt.connections.reduce((sum, one) => sum + sides.reduce((part, side) => part + one.unreadable[side], 0), 0);

/** The lab ended the connection, by an alert or a close, and the device had not refused before. */
export const endedByLab = ({ alerts, closed }: Connection): boolean =>
  !alerts.some(({ from }) => from === 'device') &&
  (closed.by === 'lab' ||
    alerts.some(({ from, level, at }) => from === 'lab' && level === 'fatal' && at <= (closed.at ?? at)));

/** The device answered the server's flight with its own part of the key exchange; in TLS 1.3 that is its Finished. */
export const wentOn = (connection: Connection): boolean =>
  connection.messages.some(
    ({ from, type }) => from === 'device' && (type === 'client_key_exchange' || type === 'finished'),
  );

/** Whether a control came out as a control should: accepted, and what the lab asked of the device answered. */
export function controlHeld(attempt: Attempt): boolean {
  const own = ofItsService(attempt);
  return accepted(own) && questionsOf(own).filter(({ finals }) => finals > 0).length >= (own.presented.asks ?? 0);
}

/** Both controls must have been accepted; otherwise the refusal between them may have another cause. */
export function controlsFailed(evidence: Evidence, expected: string): Finding | null {
  for (const role of ['control-before', 'control-after'] as const) {
    const controls = attemptsOf(evidence, role);
    const when = role === 'control-before' ? 'before' : 'after';
    if (controls.length === 0) return { verdict: 'inconclusive', expected, seen: `no control ran ${when} the case` };
    const failed = controls.find((one) => !controlHeld(one));
    if (failed) {
      const what = `the device did not accept the control (${failed.presented.listener}) ${when} the case: ${story(failed)}`;
      return { verdict: 'inconclusive', expected, seen: what };
    }
  }
  return null;
}

/** The alert of an orderly end, which tells nothing. */
const closeNotify = 0;

/** What an attempt looked like, in one line. */
export function story(attempt: Attempt): string {
  const connection = attempt.connections.at(-1);
  if (!connection) return `no connection within ${attempt.lasted} ms`;
  const parts: string[] = [];
  if (connection.negotiated) parts.push(`${connection.negotiated.version}, ${connection.negotiated.suite}`);
  else parts.push(connection.hello ? 'ClientHello, no handshake' : 'TCP connection without ClientHello');
  const alerts = connection.alerts.filter((one) => one.code !== closeNotify);
  const alert = alerts.find((one) => one.from === 'device') ?? alerts.at(0);
  if (alert) parts.push(`alert ${alert.code} ${alert.name} from the ${alert.from}`);
  const request = firstFromDevice(connection);
  if (request) parts.push(`${request.kind} after ${Math.round(request.at - connection.openedAt)} ms`);
  const answer = connection.application.findLast((one) => one.from === 'lab');
  if (answer) parts.push(`answered ${answer.kind}`);
  const { by, how } = connection.closed;
  parts.push(by === 'open' ? 'connection left open' : `closed by the ${by} (${how})`);
  return parts.join(', ');
}

export const firstFromDevice = (connection: Connection) => connection.application.find((one) => one.from === 'device');
