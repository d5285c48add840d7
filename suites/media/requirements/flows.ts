/** How calls begin, change and move on under encryption (RFC 3261 §14, RFC 4568 §7). */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
