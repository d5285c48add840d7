/** How a provisioning attempt that came to nothing is reported. */
import { z } from 'zod';
import { ConnectionRefused, type AttemptResult, type Refusal } from '../contracts.ts';
import { settingsProblem } from '../settings/problem.ts';
import { explain, isTimeout } from '../tls/failures.ts';
import { AnswerOverdue } from './exchange.ts';

/** Kinds that are the network's or the server's doing; every other is the device's own refusal. */
const notOurs: readonly Refusal['kind'][] = ['alert', 'network'];

export function resultOf(error: unknown): AttemptResult {
  if (error instanceof ConnectionRefused) {
    const { refusal } = error;
    if (isTimeout(refusal)) return { outcome: 'timeout', reason: refusal.reason };
    return { outcome: notOurs.includes(refusal.kind) ? 'failed' : 'refused', reason: refusal.reason };
  }
  if (error instanceof AnswerOverdue) return { outcome: 'timeout', reason: error.message };
  if (error instanceof z.ZodError)
    return { outcome: 'failed', reason: `the file was not applied: ${settingsProblem(error).error}` };
  const { code } = error as NodeJS.ErrnoException;
  return { outcome: 'failed', reason: code ? explain(error as Error).reason : (error as Error).message };
}
