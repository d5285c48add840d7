/** Suites and keys: which are offered, and what they are like (RFC 4568 §6, RFC 6188, RFC 7714). */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
