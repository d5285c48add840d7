/** What the judges about sips: start from: a device that has registered, its messages, and what it sent in clear. */
import type { Attempt, Evidence } from '../../../evidence.ts';
import type { Finding } from '../../../requirement.ts';
import { unreadable } from '../../bench-part.ts';
import { inClear } from '../../refusal.ts';
import { registration } from '../connections/registered.ts';
import { messagesOf, type SeenMessage } from '../messages.ts';

export interface Look {
  attempt: Attempt;
  messages: SeenMessage[];
  finding: (verdict: Finding['verdict'], seen: string) => Finding;
}

/** Or the finding that ends the judgement; text in clear is one whatever the row is about. */
export function lookAt(evidence: Evidence, expected: string): Look | { ended: Finding } {
  const look = registration(evidence, expected);
  if ('finding' in look) return { ended: look.finding };
  const { attempt } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const clear = attempt.clearText.find(inClear);
  if (clear) {
    const where = `by ${clear.transport.toUpperCase()} after ${Math.round(clear.at)} ms`;
    return { ended: finding('fail', `${clear.kind} in clear ${where}`) };
  }
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) return { ended: finding('inconclusive', `${hidden} records of the device could not be read`) };
  return { attempt, messages: messagesOf(attempt), finding };
}
