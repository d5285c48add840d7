/** Never opens a connection, and says each time that all went well. */
import { speak } from './speak.ts';

speak(
  'silent and lying',
  ['register', 'provision', 'trust-store', 'call', 'srtp', 'device-certificate', 'media-tone', 'media-echo'],
  {
    register: async () => ({ outcome: 'accepted' }),
    provision: async () => ({ outcome: 'accepted' }),
    call: async () => ({ outcome: 'established' }),
    answer: async () => ({}),
    hangup: async () => ({}),
    media: async () => ({}),
    'identity.set': async () => ({}),
    'identity.clear': async () => ({}),
  },
);
