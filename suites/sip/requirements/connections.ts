/** The connection to the server: kept, found again, shared (RFC 5626, RFC 5922 §7.3, RFC 5923). */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
