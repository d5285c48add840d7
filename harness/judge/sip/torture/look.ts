/** What became of a torture message: its answers, and whether the device was alive before and behind it. */
import type { Attempt, Connection, Evidence } from '../../../evidence.ts';
import type { Finding, JudgeContext } from '../../../requirement.ts';
import { header, type SipMessage } from '../../../wire/sip/message.ts';
import { isTortureName, type TortureName, tortureMessages } from '../../../wire/sip/torture/torture-messages.ts';
import type { TortureMessage } from '../../../wire/sip/torture/torture-message.ts';
import { accepted, controlsFailed, judgedAttempt, story, unreadable } from '../../bench-part.ts';
import { messagesOf, type SeenMessage } from '../messages.ts';

export interface TortureLook {
  name: TortureName;
  message: TortureMessage;
  expected: string;
  attempt: Attempt;
  /** The one that the message went over. */
  connection: Connection;
  /** When it went out, ms of the attempt. */
  sentAt: number;
  /** Responses to the message itself, in order. */
  answers: SeenMessage[];
  /** Final status of the OPTIONS in front of it. */
  before: number;
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
  const seen = messagesOf(attempt);
  const asked = seen.find(({ from, message: one }) => from === 'lab' && callIdOf(one).startsWith('before-'));
  const mark = asked && callIdOf(asked.message).slice('before-'.length);
  if (!asked || !mark) return inconclusive(`the bench could ask the device nothing: ${story(attempt)}`);
  const before = finalOf(seen, `before-${mark}`);
  if (before === null) return inconclusive('the device did not answer the OPTIONS in front of the message');
  const connection = attempt.connections[asked.connection];
  const sent = connection?.application.find(
    ({ from, at, text = '' }) => from === 'lab' && at >= asked.at && text.includes(mark) && !ownCallId.test(text),
  );
  if (!connection || !sent) return inconclusive('the message never reached the device');
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) return inconclusive(`${hidden} encrypted records of the device could not be read`);
  const answers = seen.filter(({ from, message: one }) => from === 'device' && answersTo(one, mark, message));
  return { look: { name, message, expected, attempt, connection, sentAt: sent.at, answers, before } };
}

/**
 * What shows that the message broke the device, or null: it ended the connection, did not answer the OPTIONS behind the
 * message, or answered it otherwise than the one in front, or did not take a call. Null where nothing is broken.
 */
export function brokenBy({ attempt, connection, before }: TortureLook): string | null {
  const seen = messagesOf(attempt);
  const after = finalOf(seen, 'after-');
  if (after === null && connection.closed.by === 'device') {
    return `the device ended the connection (${connection.closed.how})`;
  }
  if (after === null) return `no answer to the OPTIONS behind it within ${attempt.lasted} ms`;
  const busy = 486;
  if (Math.floor(after / 100) !== Math.floor(before / 100) && after !== busy) {
    return `the OPTIONS behind it answered ${after}, that in front of it ${before}`;
  }
  return callFailed(seen);
}

/** The call behind the last of a group, from INVITE to the answer to BYE. */
function callFailed(seen: readonly SeenMessage[]): string | null {
  if (!seen.some(({ from, message }) => from === 'lab' && callIdOf(message).startsWith('call-'))) return null;
  const status = finalOf(seen, 'call-', 'INVITE');
  if (status === null || status >= 300) return `the call behind it came to ${status ?? 'nothing'}`;
  const ended = finalOf(seen, 'call-', 'BYE');
  return ended === null || ended >= 300 ? `the BYE of the call behind it came to ${ended ?? 'nothing'}` : null;
}

/** Of a request of the bench that is no torture message. */
const ownCallId = /^Call-ID: (?:before|after|call)-/m;

const callIdOf = (message: SipMessage): string => header(message, 'Call-ID') ?? '';

/** The status of the final response to a request of the bench whose Call-ID begins so. */
function finalOf(seen: readonly SeenMessage[], callId: string, method = 'OPTIONS'): number | null {
  const final = seen.find(
    ({ from, message }) =>
      from === 'device' &&
      (message.status ?? 0) >= 200 &&
      callIdOf(message).startsWith(callId) &&
      (header(message, 'CSeq') ?? '').endsWith(method),
  );
  return final?.message.status ?? null;
}

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
