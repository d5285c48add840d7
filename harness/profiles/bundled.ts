import { defineProfile } from './profile.ts';

export const profile = defineProfile({
  name: 'bundled',
  product: 'Ringproof bundled endpoint',
  driver: 'bundled',
  capabilities: [
    'register',
    'provision',
    'call',
    'trust-store',
    'device-certificate',
    'srtp',
    'media-echo',
    'media-tone',
    'digest',
    'factory-authority',
    'flaws',
  ],
  windows: { silence: 1000, attempt: 5000 },
  toneHz: 1000,
});
