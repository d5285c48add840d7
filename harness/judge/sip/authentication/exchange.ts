/** One challenge for the password and what came of it: what every rule about it needs first. */
import type { Attempt, Evidence } from '../../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../../requirement.ts';
import { accepted, controlsFailed, judgedAttempt, story, unreadable } from '../../bench-part.ts';
import { messagesOf, type SeenMessage } from '../messages.ts';
import { challengesOf, credentialsOf, type Challenge, type Shown } from './credentials.ts';

export interface Exchange {
  evidence: Evidence;
  attempt: Attempt;
  messages: SeenMessage[];
  challenges: Challenge[];
  shown: Shown[];
}

export type Outcome = Pick<Finding, 'verdict' | 'seen'>;

/** The rule is asked only where a challenge has reached the device. */
export const judgeExchange =
  (expected: string, rule: (exchange: Exchange, context: JudgeContext) => Outcome): Judge =>
  (evidence, context) => {
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const hidden = unreadable(attempt, 'fromDevice', 'fromLab');
    if (hidden > 0) {
      return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records could not be read` };
    }
    const messages = messagesOf(attempt);
    const challenges = challengesOf(messages);
    if (challenges.length === 0) {
      return { verdict: 'inconclusive', expected, seen: `the device was not challenged: ${story(attempt)}` };
    }
    // What a device shows before it is asked is of an earlier registration.
    const [asked] = challenges;
    const shown = credentialsOf(attempt, messages).filter(({ request }) => asked && request.at >= asked.message.at);
    return { expected, ...rule({ evidence, attempt, messages, challenges, shown }, context) };
  };

export const fail = (seen: string): Outcome => ({ verdict: 'fail', seen });
export const pass = (seen: string): Outcome => ({ verdict: 'pass', seen });
export const inconclusive = (seen: string): Outcome => ({ verdict: 'inconclusive', seen });

/** An absence counts only for a device that answers the control's challenge, before and after. */
export function absent({ evidence, attempt }: Exchange, outcome: (quiet: string) => Outcome): Outcome {
  const control = controlsFailed(evidence, '');
  return control ?? outcome(`nothing more came for ${attempt.quiet} ms`);
}

export const algorithmOf = (parameters: ReadonlyMap<string, string>): string =>
  (parameters.get('algorithm') ?? 'MD5').toUpperCase();

export const what = ({ request, scheme, parameters }: Shown): string =>
  `${request.message.method ?? ''} with ${scheme}${scheme === 'digest' ? ` (${algorithmOf(parameters)})` : ''} after ${Math.round(request.at)} ms`;

/** For credentials that must be right: what is said of those that are not. */
export const unlessRight = (exchange: Exchange, shown: Shown, outcome: Outcome): Outcome => {
  if (shown.right === null) return inconclusive(`the registrar did not say whether it was right: ${what(shown)}`);
  return shown.right ? outcome : wrong(exchange, shown);
};

/** A device that registers nowhere may have been given another password. */
export function wrong(exchange: Exchange, shown: Shown): Outcome {
  const outcome = fail(`the digest is wrong: ${what(shown)}`);
  return accepted(exchange.attempt) ? outcome : absent(exchange, () => outcome);
}
