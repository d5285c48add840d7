/** A call that the device is told to place over the registration of the attempt before it, and to end again. */
import { MethodError, type Driver } from '../dut/driver.ts';
import { settled } from '../judge/sip/settled.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Tap } from '../tap/tap.ts';
import { faultOf, type Recorded, within } from './attempt.ts';

/**
 * Resolves when the call has ended and what either side asked in it has been answered, or after the window of silence.
 * Rejects with MethodError where the driver broke; that the call came to nothing is an outcome.
 */
export async function dial(
  { driver, profile, tap }: { driver: Driver; profile: Profile; tap: Tap },
  { script, again }: Recorded,
  to: string,
): Promise<Pick<Recorded, 'attempt' | 'connections'>> {
  const { silence, attempt: patience } = profile.windows;
  const placed = await outcomeOf(driver.request('call', { to }, patience + (script?.lasts ?? 0)));
  await script?.rest(silence + script.lasts);
  const call = placed?.call;
  if (placed?.outcome === 'established') await outcomeOf(driver.request('hangup', call ? { call } : {}, patience));
  faultOf(script);
  const limit = performance.now() + silence;
  for (let left = silence; left > 0 && !settled(again(0).attempt); left = limit - performance.now()) {
    await within(tap.activity(), left);
  }
  return again(0);
}

async function outcomeOf<Result>(asked: Promise<Result>): Promise<Result | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof MethodError && (error.kind === 'timeout' || error.kind === 'failed')) return null;
    throw error;
  });
}
