/** An attempt that nobody orders: the device has lost its connection and comes back to its server by itself. */
import type { DeviceSettings } from '../evidence.ts';
import type { Beginning, Surroundings } from './attempt.ts';

/**
 * `replaced`: the server ends the connection itself as soon as it is to show something else, by its script. `cut`: the link is
 * ended under TLS, without a word.
 */
export type Loss = 'replaced' | 'cut';

export const comingBack = (
  { tap, profile }: Pick<Surroundings, 'tap' | 'profile'>,
  { timings }: Pick<DeviceSettings, 'timings'>,
  loss: Loss,
): Beginning => ({
  begin: async () => {
    if (loss === 'cut') await tap.disconnect('sip');
    return { outcome: 'timeout', reason: 'the device was told nothing' };
  },
  // RFC 5626 §4.5: the first wait after a failure is at most twice the base.
  patience: 2 * timings.retry * 1000 + profile.windows.silence,
});
