/** What the ClientHello offers (CHL rows). */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
