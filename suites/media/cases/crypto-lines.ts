/** How crypto lines are read (RFC 4568 §4, §6, §9). */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
