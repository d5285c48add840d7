/** The device's own listeners. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
