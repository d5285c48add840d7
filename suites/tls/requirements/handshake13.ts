/** The handshake of TLS 1.3. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
