import { defineProfile } from './profile.ts';

/** A device without a profile of its own: what its driver declares is what it is judged by. */
export const profile = defineProfile({
  name: 'generic',
  product: 'device without a profile',
  driver: 'command',
  capabilities: null,
  windows: { silence: 1000, attempt: 10000 },
  toneHz: null,
});
