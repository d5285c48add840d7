/** How it challenges for a password (RFC 3261 §22, RFC 8760). */
import type { SipScript } from '../sip-script.ts';

export const authentication = {} as const satisfies Record<string, SipScript>;
