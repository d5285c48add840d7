/** The order of the messages as documents tell it. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
