import { defineProfile } from './profile.ts';

export const profile = defineProfile({
  name: 'baresip',
  product: 'baresip',
  driver: 'baresip',
  capabilities: ['register', 'call', 'trust-store', 'device-certificate', 'srtp', 'media-tone', 'media-echo'],
  reasons: {
    provision: 'baresip has no provisioning client',
    'factory-authority': 'no authority is built in that the lab could use',
    digest: 'digest over HTTPS belongs to provisioning',
  },
  // It registers at once and tries again after 10 s at the earliest; its TLS timeout is shorter than that.
  windows: { silence: 1500, attempt: 8000 },
  toneHz: 440,
});
