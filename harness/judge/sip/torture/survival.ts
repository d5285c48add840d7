/** What all rows about hard messages have in common: the device goes on behind the message, and its answer is looked at. */
import type { Finding, Judge } from '../../../requirement.ts';
import { header, headers, type SipMessage } from '../../../wire/sip/message.ts';
import { isWaitedOut } from '../ending.ts';
import type { SeenMessage } from '../messages.ts';
import { brokenBy, tortured, type Against, type TortureLook } from './look.ts';

interface Line {
  /** For the reader: `refused with 420`. */
  wording: string;
  /** Why the answer is not what the line asks for; null where it is. */
  objection: (look: TortureLook) => string | null;
  /** Why the answer may have nothing to do with the message; null where it has. */
  doubt?: (look: TortureLook) => string | null;
}

export const survives =
  (line: Line): Judge =>
  (evidence, context) => {
    const found = tortured(evidence, context, `${line.wording}; alive behind it`);
    if ('finding' in found) return found.finding;
    const { look } = found;
    const { verdict, seen } = brokenBy(look) ?? judged(line, look) ?? { verdict: 'pass', seen: 'alive behind it' };
    return { verdict, expected: look.expected, seen: `${answered(look)}; ${seen}` } satisfies Finding;
  };

function judged({ objection, doubt }: Line, look: TortureLook): Against | null {
  const against = objection(look);
  if (against === null) return null;
  const waited = Math.round(look.attempt.lasted - look.sentAt);
  const isEarly = finalsOf(look).length === 0 && !isWaitedOut(waited, look);
  const open = isEarly ? `an answer was waited for ${waited} ms only` : doubt?.(look);
  return open ? { verdict: 'inconclusive', seen: open } : { verdict: 'fail', seen: against };
}

/** The statuses of the answer, for the reader. */
export function answered({ answers }: TortureLook): string {
  const lines = answers.map(({ message: { status, reason } }) => `${status ?? ''} ${reason ?? ''}`.trim());
  return lines.length > 0 ? `answered ${lines.join(', ')}` : 'not answered';
}

export const finalsOf = ({ answers }: TortureLook): SipMessage[] =>
  answers.filter(isFinal).map(({ message }) => message);

const isFinal = ({ message: { status } }: SeenMessage): boolean => (status ?? 0) >= 200;

/** There is a final response, it repeats what it has to, and `objection` has nothing against its status. */
export const finalThat =
  (objection: (status: number, look: TortureLook) => string | null): Line['objection'] =>
  (look) => {
    const final = look.answers.find(isFinal);
    if (!final) return 'no final response';
    const { message, whole } = final;
    const due = whole ? (look.message.repeats ?? []) : [];
    const lost = due.filter((piece) => !repeated(message).includes(bare(piece)));
    return objection(message.status ?? 0, look) ?? (lost.length > 0 ? `does not repeat ${lost.join(', ')}` : null);
  };

/** RFC 3261 §8.2.6.2. */
const repeated = (response: SipMessage): string =>
  bare([...headers(response, 'Via'), header(response, 'From') ?? '', header(response, 'CSeq') ?? ''].join('\n'));

const bare = (text: string): string => text.replace(/\s/g, '').toLowerCase();
