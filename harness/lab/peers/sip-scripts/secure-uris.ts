/** What it does with sips: (RFC 3261 §26, RFC 5630). */
import type { SipScript } from '../sip-script.ts';

export const secureUris = {} as const satisfies Record<string, SipScript>;
