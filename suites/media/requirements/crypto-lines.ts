/** How crypto lines are read (RFC 4568 §4, §6, §9). */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
