/** What became of a torture message: its answers, and whether the device was alive before and behind it. */
import type { Attempt, Connection, Evidence } from '../../../evidence.ts';
import type { Finding, JudgeContext } from '../../../requirement.ts';
import { header, type SipMessage } from '../../../wire/sip/message.ts';
import { isTortureName, type TortureName, tortureMessages } from '../../../wire/sip/torture/torture-messages.ts';
import type { TortureMessage } from '../../../wire/sip/torture/torture-message.ts';
import { accepted, controlsFailed, judgedAttempt, story, unreadable } from '../../bench-part.ts';
import { endOf, isWaitedOut } from '../ending.ts';
import { messagesOf, type SeenMessage } from '../messages.ts';

export interface TortureLook {
  name: TortureName;
  message: TortureMessage;
  expected: string;
  attempt: Attempt;
  messages: SeenMessage[];
  /** The one that the message went over. */
  connection: Connection;
  /** When it went out, ms of the attempt. */
  sentAt: number;
  /** Responses to the message itself, in order. */
  answers: SeenMessage[];
  /** Final status of the OPTIONS in front of it. */
  before: number;
  /** How long an answer is waited for, ms. */
  window: number;
}

/** The common beginning: the bench did its part, and the device answered down this connection in front of the message. */
export function tortured(
  evidence: Evidence,
  { case: row }: JudgeContext,
  wording: string,
): { look: TortureLook } | { finding: Finding } {
  const name = row?.serves.sip?.replace(/^torture-/, '') ?? '';
  if (!isTortureName(name)) throw new Error(`${row?.id ?? 'a row'} is judged by a torture message and sends none`);
  const message = tortureMessages[name];
  const expected = `${message.title}: ${wording}`;
  const judged = judgedAttempt(evidence, expected);
  if ('finding' in judged) return judged;
  const { attempt } = judged;
  const inconclusive = (seen: string) => ({ finding: { verdict: 'inconclusive' as const, expected, seen } });
  if (!accepted(attempt)) {
    return { finding: controlsFailed(evidence, expected) ?? inconclusive(`not registered: ${story(attempt)}`).finding };
  }
  const messages = messagesOf(attempt);
  const asked = messages.find(({ from, message: one }) => from === 'lab' && callIdOf(one).startsWith('before-'));
  const mark = asked && callIdOf(asked.message).slice('before-'.length);
  if (!asked || !mark) return inconclusive(`the bench could ask the device nothing: ${story(attempt)}`);
  const before = finalOf(messages, `before-${mark}`);
  if (before === null) return inconclusive('the device did not answer the OPTIONS in front of the message');
  const connection = attempt.connections[asked.connection];
  const sent = connection?.application.find(
    ({ from, at, text = '' }) => from === 'lab' && at >= asked.at && text.includes(mark) && !ownCallId.test(text),
  );
  if (!connection || !sent) return inconclusive('the message never reached the device');
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) return inconclusive(`${hidden} encrypted records of the device could not be read`);
  const answers = messages.filter(({ from, message: one }) => from === 'device' && answersTo(one, mark, message));
  const { window } = evidence;
  return { look: { name, message, expected, attempt, messages, connection, sentAt: sent.at, answers, before, window } };
}

/** RFC 3261 §11.2: OPTIONS is answered as a call would be, and a call that the message has begun may still be ending. */
const notNow = [480, 486, 600, 603];

/** What speaks against the device, or leaves open what became of it. */
export type Against = Pick<Finding, 'verdict' | 'seen'>;

const fail = (seen: string): Against => ({ verdict: 'fail', seen });
const inconclusive = (seen: string): Against => ({ verdict: 'inconclusive', seen });

/**
 * What shows that the message broke the device, or null: it ended the connection, did not answer the OPTIONS behind the
 * message, or answered it otherwise than the one in front, or did not take a call. Null where nothing is broken.
 */
export function brokenBy({ attempt, messages, connection, before, window }: TortureLook): Against | null {
  const after = finalOf(messages, 'after-');
  if (after === null) {
    const { by, how } = endOf(connection);
    if (by === 'device') return fail(`the device ended the connection (${how})`);
    if (by === 'lab') return inconclusive(`the lab ended the connection (${how})`);
    const asked = messages.find(({ from, message }) => from === 'lab' && callIdOf(message).startsWith('after-'));
    if (!asked) return inconclusive('the OPTIONS behind it was not sent');
    const waited = Math.round(attempt.lasted - asked.at);
    return isWaitedOut(waited, { window })
      ? fail(`no answer to the OPTIONS behind it within ${waited} ms`)
      : inconclusive(`the OPTIONS behind it was waited for ${waited} ms only`);
  }
  const isAlive = after < 300 || notNow.includes(after) || Math.floor(after / 100) === Math.floor(before / 100);
  if (!isAlive) return fail(`the OPTIONS behind it answered ${after}, that in front of it ${before}`);
  return callFailed(messages);
}

/** A call was read, and what it brings is not wanted; this one asks for media in clear. */
const notAcceptable = [406, 415, 488, 606];

/** The call behind the last of a group: it is taken, rings, or is read and not wanted. */
function callFailed(seen: readonly SeenMessage[]): Against | null {
  if (!seen.some(({ from, message }) => from === 'lab' && callIdOf(message).startsWith('call-'))) return null;
  const [status = null] = statusesOf(seen, 'call-', 'INVITE').filter((one) => one > 100);
  if (status === null) return fail('the call behind it came to nothing');
  if (status === 400 || isBreakdown(status)) return fail(`the call behind it came to ${status}`);
  if (status >= 300 && !notAcceptable.includes(status)) return inconclusive(`the call behind it came to ${status}`);
  const wasTaken = (finalOf(seen, 'call-', 'INVITE') ?? 300) < 300;
  // Whatever the answer: a device that has ended the call itself knows of none.
  const wasEnded = finalOf(seen, 'call-', 'BYE') !== null;
  return wasTaken && !wasEnded ? fail('the BYE of the call behind it came to nothing') : null;
}

/** RFC 3261 §21.5: but for 501 and 503, which are said of what was read. */
export const isBreakdown = (status: number): boolean =>
  status >= 500 && status < 600 && status !== 501 && status !== 503;

/** Of a request of the bench that is no torture message. */
const ownCallId = /^Call-ID: (?:before|after|call)-/m;

const callIdOf = (message: SipMessage): string => header(message, 'Call-ID') ?? '';

/** The status of the final response to a request of the bench whose Call-ID begins so. */
const finalOf = (seen: readonly SeenMessage[], callId: string, method = 'OPTIONS'): number | null =>
  statusesOf(seen, callId, method).find((status) => status >= 200) ?? null;

const statusesOf = (seen: readonly SeenMessage[], callId: string, method: string): number[] =>
  seen.flatMap(({ from, message }) =>
    from === 'device' &&
    message.status !== null &&
    callIdOf(message).startsWith(callId) &&
    (header(message, 'CSeq') ?? '').endsWith(method)
      ? [message.status]
      : [],
  );

/**
 * The bench's own requests have the mark behind a word, and what ends a call that the message has begun has another method;
 * what is too broken for a Call-ID has the mark in its branch.
 */
function answersTo(response: SipMessage, mark: string, { text }: TortureMessage): boolean {
  const method = /\w*$/.exec(header(response, 'CSeq') ?? '')?.[0] ?? '';
  if (response.status === null || (['BYE', 'CANCEL'].includes(method) && !text.trimStart().startsWith(method)))
    return false;
  const id = header(response, 'Call-ID') ?? header(response, 'Via') ?? '';
  return id.includes(mark) && !/^(?:before|inside|after|call)-/.test(id);
}
