/** How calls begin, change and move on (RFC 3261 §14, RFC 4568 §7, RFC 8643). */
import type { CallScript } from '../call-script.ts';

export const flows = {
  'answers-without-crypto': { title: 'answers without crypto though it demands it' },
} as const satisfies Record<string, CallScript>;
