/**
 * The device as TLS server: whether its visitors are let in, refused, or taken for what they are (RFC 5922 §7.4). The bench
 * is the client here. Over TLS 1.3 a completed handshake is no welcome: an answer is.
 */
import type { Evidence, Role, Visit } from '../../evidence.ts';
import { outcomeFor, type Finding, type Judge } from '../../requirement.ts';
import { benchFault } from '../bench-part.ts';
import { notDone } from '../trust/steps.ts';

type Look = { visit: Visit } | { finding: Finding };

const visitsOf = (evidence: Evidence, role: Role): Visit[] =>
  (evidence.visits ?? []).filter((one) => one.role === role);

/** The visit that is judged, made as meant, or the finding that ends the judgement. */
function judgedVisit(evidence: Evidence, expected: string): Look {
  const fault = benchFault(evidence, expected);
  if (fault) return { finding: fault };
  const visit = visitsOf(evidence, 'case').at(-1);
  if (!visit) return { finding: { verdict: 'error', expected, seen: 'the bench stored no visit of the case' } };
  const wrong = shownWrongly(visit);
  if (wrong) return { finding: { verdict: 'error', expected, seen: wrong } };
  if (!visit.reached) return { finding: { verdict: 'inconclusive', expected, seen: story(visit) } };
  return { visit };
}

/** What went over the wire must be what the case is about. A client that is not asked shows nothing. */
function shownWrongly({ presented: { certificate, leafSha256 }, shown, certificateRequested }: Visit): string | null {
  const meant = leafSha256?.slice(0, 16) ?? 'no certificate';
  if (shown !== null && shown !== leafSha256) return `the bench showed the leaf ${shown.slice(0, 16)}, not ${meant}`;
  if (certificate !== null && certificateRequested && shown === null)
    return `the bench was asked for its certificate and did not show ${meant}`;
  return null;
}

/** The request was answered with success. */
const isWelcome = ({ answer }: Visit): boolean => answer !== null && answer.status >= 200 && answer.status < 300;

/** Unauthorized, Forbidden, Proxy Authentication Required (RFC 3261 §21.4): the request was not taken from this client. */
const denials = [401, 403, 407];
const isDenied = ({ answer }: Visit): boolean => answer !== null && denials.includes(answer.status);

/** RFC 5922 §7.6: a password may be asked for beside the certificate. */
const isChallenge = ({ answer }: Visit): boolean => answer?.status === 401 || answer?.status === 407;

/** By an alert or a close, and without an answer. */
const isShutOut = ({ answer, alert, closed }: Visit): boolean => answer === null && (alert !== null || closed);

/** Between two visits that differ in the deviation alone; each must have been asked for its certificate and answered. */
function controlsFailed(evidence: Evidence, expected: string): Finding | null {
  for (const role of ['control-before', 'control-after'] as const) {
    const when = role === 'control-before' ? 'before' : 'after';
    const controls = visitsOf(evidence, role);
    if (controls.length === 0)
      return { verdict: 'inconclusive', expected, seen: `no good visitor came ${when} the case` };
    const wrong = controls.map(shownWrongly).find((one) => one !== null);
    if (wrong) return { verdict: 'error', expected, seen: wrong };
    const failed = controls.find((one) => one.shown === null || !isWelcome(one));
    if (failed) {
      const seen = `the good visitor ${when} the case was not let in by its certificate: ${story(failed)}`;
      return { verdict: 'inconclusive', expected, seen };
    }
  }
  return null;
}

/** A good visitor's request is answered with success. */
export const visitorAccepted: Judge = (evidence) => {
  const expected = 'the visitor let in and its request answered';
  const look = judgedVisit(evidence, expected);
  if ('finding' in look) return look.finding;
  const { visit } = look;
  const seen = story(visit);
  if (!isWelcome(visit)) {
    const undone = notDone(evidence);
    if (undone) return { verdict: 'inconclusive', expected, seen: `${undone}; ${seen}` };
    const isRefused = isShutOut(visit) || (isDenied(visit) && !isChallenge(visit));
    return { verdict: isRefused && visit.handshake !== null ? 'fail' : 'inconclusive', expected, seen };
  }
  const unasked = visit.presented.certificate !== null && visit.shown === null;
  return { verdict: unasked ? 'inconclusive' : 'pass', expected, seen };
};

/** The visitor's certificate, or its lack of one, ends the connection before any request of it is answered. */
export const visitorRefused: Judge = (evidence) => {
  const expected = 'the visitor refused: connection ended without an answer; good visitors answered before and after';
  const look = judgedVisit(evidence, expected);
  if ('finding' in look) return look.finding;
  const { visit } = look;
  const seen = story(visit);
  // A denial keeps the request from the visitor, and yet the connection was kept: not what is asked for, nor a welcome.
  if (visit.answer !== null) return { verdict: isDenied(visit) ? 'inconclusive' : 'fail', expected, seen };
  // Silence is not refusal; and what ended before the device could know the client is about something else.
  if (!isShutOut(visit) || !visit.certificateRequested) return { verdict: 'inconclusive', expected, seen };
  return controlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen };
};

/** The outcome that the case names: let in, refused, or told. */
export const visitorOutcome: Judge = (evidence, context) => {
  const { case: row, trust, service } = context;
  const outcome = row && outcomeFor(row, trust, service);
  if (outcome !== 'record')
    return outcome === 'accept' ? visitorAccepted(evidence, context) : visitorRefused(evidence, context);
  const expected = `${row?.title ?? 'a visitor'}: let in or refused, recorded`;
  const look = judgedVisit(evidence, expected);
  if ('finding' in look) return look.finding;
  const { visit } = look;
  if (!isWelcome(visit) && !isDenied(visit) && !isShutOut(visit))
    return { verdict: 'inconclusive', expected, seen: story(visit) };
  const what = isWelcome(visit) ? 'let in' : isDenied(visit) ? 'let in, the request denied' : 'refused';
  const own = visit.serverChain[0];
  const shows = own ? `; the device shows ${own.subject}, issued by ${own.issuer}` : '';
  return { verdict: 'observed', expected, seen: `${what}: ${story(visit)}${shows}` };
};

/** RFC 5922 §7.4: what the client's certificate does not name, it may not speak for. The controls speak for what it does. */
export const visitorRequestRefused: Judge = (evidence) => {
  const expected =
    'the request in the name of a foreign domain refused; those in the own name answered before and after';
  const look = judgedVisit(evidence, expected);
  if ('finding' in look) return look.finding;
  const { visit } = look;
  const seen = story(visit);
  // A device that does not know its client by a certificate cannot go by it.
  if (visit.shown === null) return { verdict: 'inconclusive', expected, seen };
  return withoutPrivilege(evidence, visit, expected);
};

/**
 * RFC 5922 §7.4: a client without a certificate MUST NOT be considered authenticated, also where it is let in. A request
 * that is granted proves that it was only where the device keeps such requests for those whom it knows: an earlier visit of
 * the case shows that, by a good certificate in the name of a foreign domain.
 */
export const visitorNotAuthenticated: Judge = (evidence) => {
  const expected = 'a visitor without a certificate not taken for one that has shown a good one';
  const look = judgedVisit(evidence, expected);
  if ('finding' in look) return look.finding;
  const { visit } = look;
  if (visit.presented.certificate !== null)
    return { verdict: 'error', expected, seen: 'the bench had a certificate to show in a visit that is to have none' };
  if (!visit.certificateRequested) return { verdict: 'inconclusive', expected, seen: story(visit) };
  const isKept = visitsOf(evidence, 'case').some(
    (one) => one.shown !== null && isDenied(one) && one.request.method === visit.request.method,
  );
  if (isWelcome(visit) && !isKept) {
    const seen = `${story(visit)}; nothing shows that the device grants this to those alone whom it knows`;
    return { verdict: 'inconclusive', expected, seen };
  }
  return withoutPrivilege(evidence, visit, expected);
};

/** The controls' request is one that the device grants to whom it knows; this visitor must not be granted it. */
function withoutPrivilege(evidence: Evidence, visit: Visit, expected: string): Finding {
  const seen = story(visit);
  const failed = controlsFailed(evidence, expected);
  if (isWelcome(visit)) return failed ?? { verdict: 'fail', expected, seen };
  if (!isDenied(visit) && !isShutOut(visit)) return { verdict: 'inconclusive', expected, seen };
  return failed ?? { verdict: 'pass', expected, seen };
}

/** What a visit looked like, in one line. */
function story(visit: Visit): string {
  const { presented, shown, request, handshake, alert, answer, closed, lasted } = visit;
  if (!visit.reached) return `nothing took the connection within ${lasted} ms`;
  const parts = [handshake ? `${handshake.version}, ${handshake.suite}` : 'no ServerHello'];
  if (!visit.certificateRequested) parts.push('no certificate asked for');
  else parts.push(shown === null ? 'no certificate shown' : `certificate "${presented.certificate}" shown`);
  if (alert) parts.push(`alert ${alert.code} ${alert.name} from the device`);
  if (answer) parts.push(`${request.method} from ${request.fromDomain} answered ${answer.status} ${answer.reason}`);
  else parts.push(`no answer to ${request.method} within ${lasted} ms`);
  if (closed) parts.push('closed by the device');
  return parts.join(', ');
}
