/** How a device keeps its connection and comes back to it, in seconds. */
import type { DeviceSettings } from '../evidence.ts';

/** The defaults of RFC 5626 §4.4.1 and §4.5. */
export const usualTimings: DeviceSettings['timings'] = { keepAlive: 120, retry: 30 };

/** For rows about just that: the same behaviour in a hundredth of the time. */
export const shortTimings: DeviceSettings['timings'] = { keepAlive: 1, retry: 0.4 };
