/** The bench's own SRTP against published vectors, once for the process: who fails them must not judge anybody. */
import type { BenchFault } from '../evidence.ts';
import { srtpProblems } from '../wire/media/self-test.ts';

let problems: string[] | null = null;

export function srtpFaults(): BenchFault[] {
  problems ??= srtpProblems();
  return problems.map((problem) => ({
    code: 'SRTP_SELF_TEST',
    message: `the bench's own SRTP does not meet a published vector: ${problem}`,
  }));
}
