/** How it keeps, and ends, the connection of the device (RFC 5626, RFC 5923). */
import type { SipScript } from '../sip-script.ts';

export const connections = {} as const satisfies Record<string, SipScript>;
