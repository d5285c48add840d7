/** How calls begin, change and move on (RFC 3261 §14, RFC 4568 §7, RFC 8643). */
import type { CallScript } from '../call-script.ts';
import { withCrypto } from '../own-description.ts';

export const flows = {
  'answers-without-crypto': {
    title: 'answers without crypto though it demands it',
    describe: (own, { offer }) => (offer ? withCrypto(own, () => []) : own),
    // The absence of media is what is looked for, so the whole window is listened through.
    talking: (talk) => talk.silence('after the answer'),
  },
} as const satisfies Record<string, CallScript>;
