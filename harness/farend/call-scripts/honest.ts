/** The far end as it should be: the control of all other entries. */
import type { CallScript } from '../call-script.ts';

export const honest = {
  honest: { title: 'an honest far end' },
} as const satisfies Record<string, CallScript>;
