import { capabilities } from '../dut/driver.ts';
import { defineProfile } from './profile.ts';

export const profile = defineProfile({
  name: 'bundled',
  product: 'Ringproof bundled endpoint',
  driver: 'bundled',
  // It is made to be able to do all that a driver can ask for.
  capabilities: [...capabilities],
  // Once it has closed it is done: what a flaw makes it do besides comes within a few milliseconds.
  windows: { silence: 1000, closed: 60, handshake: 3000, attempt: 5000 },
  idleLimit: 500,
  pace: { attempt: 70, call: 500, upload: 20 },
  toneHz: 1000,
});
