/** What all rows about hard messages have in common: the device goes on behind the message, and its answer is looked at. */
import type { Finding, Judge } from '../../../requirement.ts';
import { header, headers, type SipMessage } from '../../../wire/sip/message.ts';
import { brokenBy, tortured, type TortureLook } from './look.ts';

interface Line {
  /** For the reader: `refused with 420`. */
  wording: string;
  /** Why the answer is not what the line asks for; null where it is. */
  objection: (look: TortureLook) => string | null;
}

export const survives =
  ({ wording, objection }: Line): Judge =>
  (evidence, context) => {
    const found = tortured(evidence, context, `${wording}; alive behind it`);
    if ('finding' in found) return found.finding;
    const { look } = found;
    const said = (verdict: Finding['verdict'], what: string): Finding => ({
      verdict,
      expected: look.expected,
      seen: `${answered(look)}; ${what}`,
    });
    const against = brokenBy(look) ?? objection(look);
    return against ? said('fail', against) : said('pass', 'alive behind it');
  };

/** The statuses of the answer, for the reader. */
export function answered({ answers }: TortureLook): string {
  const lines = answers.map(({ message: { status, reason } }) => `${status ?? ''} ${reason ?? ''}`.trim());
  return lines.length > 0 ? `answered ${lines.join(', ')}` : 'not answered';
}

export const finalsOf = ({ answers }: TortureLook): SipMessage[] =>
  answers.map(({ message }) => message).filter(({ status }) => (status ?? 0) >= 200);

/** There is a final response, it repeats what it has to, and `objection` has nothing against its status. */
export const finalThat =
  (objection: (status: number, look: TortureLook) => string | null): Line['objection'] =>
  (look) => {
    const [final] = finalsOf(look);
    if (!final) return 'no final response';
    const lost = (look.message.repeats ?? []).filter((piece) => !repeated(final).includes(bare(piece)));
    return objection(final.status ?? 0, look) ?? (lost.length > 0 ? `does not repeat ${lost.join(', ')}` : null);
  };

/** RFC 3261 §8.2.6.2. */
const repeated = (response: SipMessage): string =>
  bare([...headers(response, 'Via'), header(response, 'From') ?? '', header(response, 'CSeq') ?? ''].join('\n'));

const bare = (text: string): string => text.replace(/\s/g, '').toLowerCase();
