/** What the device accepts of what servers select: versions, suites, groups. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
