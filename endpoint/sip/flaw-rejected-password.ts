/** The flaw `sends-rejected-password-again`. */
import type { Flaws } from '../flaws.ts';
import type { Registration, RegistrationResult } from './registration.ts';

/** How often it does so. */
const AGAIN = 12;

export async function registerOver(registration: Registration, flaws: Flaws): Promise<RegistrationResult> {
  let result = await registration.register();
  for (let again = 0; again < AGAIN && flaws.has('sends-rejected-password-again'); again++) {
    if (!/^40[13] /.test(result.reason ?? '')) break;
    result = await registration.register();
  }
  return result;
}
