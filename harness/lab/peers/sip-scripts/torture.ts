/** The messages of RFC 4475 and of RFC 5118 §4, over the connection of the device. */
import type { SipScript } from '../sip-script.ts';

export const torture = {} as const satisfies Record<string, SipScript>;
