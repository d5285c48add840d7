/** A rule that is seen in one way where the device calls, and in another where it is called. */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { callsOf } from './call-part.ts';

export const byDirection =
  (judges: Readonly<Record<Call['direction'], Judge>>): Judge =>
  (evidence, context) =>
    judges[callsOf(evidence, 'case').at(-1)?.direction ?? 'incoming'](evidence, context);
