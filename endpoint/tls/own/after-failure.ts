/** For `breaks-off-after-a-failure`: a handshake that failed leaves the device unable to complete the next one. */
import type { Flaws } from '../../flaws.ts';
import { Objection } from '../objection.ts';

/** Server names whose last handshake failed, for each device. */
const failed = new WeakMap<Flaws, Set<string>>();

/** Throws Objection once after each failure. */
export function breakOffAfterFailure(flaws: Flaws, server: string): void {
  const again = flaws.has('breaks-off-after-a-failure') && failed.get(flaws)?.delete(server);
  if (again) throw new OldFailure('network', null, 'the device has not got over the last failure');
}

export function noteFailure(flaws: Flaws, server: string, error: unknown): void {
  if (!flaws.has('breaks-off-after-a-failure') || error instanceof OldFailure) return;
  failed.set(flaws, (failed.get(flaws) ?? new Set<string>()).add(server));
}

class OldFailure extends Objection {}
