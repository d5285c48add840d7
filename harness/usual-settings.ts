/** How a device is set up where a test asks for nothing else. */
import { usualTimings } from './dut/timings.ts';
import type { DeviceSettings } from './evidence.ts';

export const usualSettings: DeviceSettings = {
  trust: 'M2',
  srtp: 'optional',
  srtpSuite: 'all',
  media: 'tone',
  deviceCertificate: 'factory',
  revocation: 'off',
  clock: 0,
  listener: 'off',
  scheme: 'sip',
  timings: usualTimings,
  idleLimit: 'off',
  firstSequence: null,
  keyLifetime: null,
};
