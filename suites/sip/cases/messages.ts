/** Messages that are hard to read (RFC 4475, RFC 5118), inside a verified connection. */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
