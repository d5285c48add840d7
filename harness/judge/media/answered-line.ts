/** Which crypto line of an offer the device has taken, and what flowed by it (RFC 4568 §5.1.2). */
import type { Call, Description, Evidence, MediaLine } from '../../evidence.ts';
import type { Finding } from '../../requirement.ts';
import { callControlsFailed, established, isRefusal, media, tell } from './call-part.ts';

/** The first offer of the far end; undefined where the device made it. */
export const farOffer = ({ descriptions }: Call): Description | undefined =>
  descriptions.find(({ from, role }) => from === 'far-end' && role === 'offer');

/** The last answer of the device; null where it gave none. */
export const deviceAnswer = ({ descriptions }: Call): Description | null =>
  descriptions.findLast(({ from, role }) => from === 'device' && role === 'answer') ?? null;

/** Its audio line that it did not refuse. */
export const liveLine = (answer: Description | null): MediaLine | null =>
  answer?.media.find(({ kind, port }) => kind === 'audio' && port > 0) ?? null;

/** Whether the device took nothing of the offer and sent nothing: a final answer of its own about it, or port 0 in a 2xx. */
export function declined(call: Call): boolean {
  if (media(call) > 0 || call.status?.by !== 'device') return false;
  return established(call)
    ? deviceAnswer(call) !== null && liveLine(deviceAnswer(call)) === null
    : isRefusal(call.status);
}

/** What the device took: the tag of the line; the finding where that cannot be said, or something flowed that is not under it. */
export function takenLine(evidence: Evidence, call: Call, expected: string): { tag: number } | { finding: Finding } {
  const found = (verdict: Finding['verdict'], seen: string) => ({ finding: { verdict, expected, seen } });
  if (declined(call)) {
    const finding = callControlsFailed(evidence, expected);
    return finding ? { finding } : found('fail', `refused: ${tell(call)}`);
  }
  if (!established(call)) return found('inconclusive', `no answer of the device to the offer: ${tell(call)}`);
  const lines = liveLine(deviceAnswer(call))?.crypto ?? [];
  const [line] = lines;
  if (!line || lines.length > 1) return found('fail', `answered with ${lines.length} crypto lines: ${tell(call)}`);
  const { plain, undecipherable } = call.fromDevice;
  if (plain > 0 || undecipherable > 0) return found('fail', `took line ${line.tag}: ${tell(call)}`);
  return { tag: line.tag };
}
