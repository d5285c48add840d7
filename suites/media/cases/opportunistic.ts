/** Encryption where the far end can (RFC 8643). */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
