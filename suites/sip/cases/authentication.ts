/** Digest authentication under TLS (RFC 3261 §22, RFC 7616, RFC 8760). */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
