/** Messages that are hard to read (RFC 4475, RFC 5118), inside a verified connection. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
