/** The flaw `sends-rejected-password-again`. */
import type { Flaws } from '../flaws.ts';
import type { Line, RegistrationResult } from './line.ts';

/** How often it does so. */
const AGAIN = 12;

export async function registerOn(line: Line, flaws: Flaws): Promise<RegistrationResult> {
  let result = await line.register();
  for (let again = 0; again < AGAIN && flaws.has('sends-rejected-password-again'); again++) {
    if (!/^40[13] /.test(result.reason ?? '')) break;
    result = await line.register();
  }
  return result;
}
