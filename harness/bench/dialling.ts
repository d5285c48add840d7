/** Calls that the device is told to place, or to end, over the registration of the attempt before. */
import { MethodError, type Driver } from '../dut/driver.ts';
import { settled } from '../judge/sip/settled.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Tap } from '../tap/tap.ts';
import { faultOf, type Recorded, within } from './attempt.ts';

export interface Dialled {
  to: string;
  /** The device is told to put the call on hold before it is told to end it. */
  hold?: true;
}

type Parts = { driver: Driver; profile: Profile; tap: Tap };
type Seen = Pick<Recorded, 'attempt' | 'connections'>;

/**
 * Resolves when the call has ended and what either side asked in it has been answered, or after the window of silence.
 * Rejects with MethodError where the driver broke; that the call came to nothing is an outcome.
 */
export async function dial(parts: Parts, recorded: Recorded, { to, hold }: Dialled): Promise<Seen> {
  const { silence, attempt: patience } = parts.profile.windows;
  const { script } = recorded;
  const placed = await outcomeOf(parts.driver.request('call', { to }, patience + (script?.lasts ?? 0)));
  await script?.rest(silence + script.lasts);
  if (hold && placed?.outcome === 'established') {
    const { call } = placed;
    await outcomeOf(parts.driver.request('hold', { held: true, ...(call && { call }) }, patience));
  }
  return placed?.outcome === 'established' ? hangUp(parts, recorded, placed.call) : settle(parts, recorded);
}

/** The same for a call that stands already; without a name, for all. */
export async function hangUp(parts: Parts, recorded: Recorded, call?: string): Promise<Seen> {
  await outcomeOf(parts.driver.request('hangup', call ? { call } : {}, parts.profile.windows.attempt));
  return settle(parts, recorded);
}

async function settle({ profile, tap }: Parts, { script, again }: Recorded): Promise<Seen> {
  const { silence } = profile.windows;
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
