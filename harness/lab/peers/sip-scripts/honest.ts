/** The registrar as it should be: the control of all other entries. */
import type { SipScript } from '../sip-script.ts';

export const honest = {
  honest: { title: 'an honest registrar' },
} as const satisfies Record<string, SipScript>;
