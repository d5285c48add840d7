/** sips: and the choice of a transport (RFC 3261 §26, RFC 3263, RFC 5630). */
import { defineCases } from '../../../harness/requirement.ts';

export const cases = defineCases({});
