import { capabilities } from '../dut/driver.ts';
import { defineProfile } from './profile.ts';

export const profile = defineProfile({
  name: 'bundled',
  product: 'Ringproof bundled endpoint',
  driver: 'bundled',
  // It is made to be able to do all that a driver can ask for.
  capabilities: [...capabilities],
  windows: { silence: 1000, attempt: 5000 },
  toneHz: 1000,
});
