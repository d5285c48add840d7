/** Encryption where the far end can (RFC 8643). */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
