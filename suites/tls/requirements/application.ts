/** After the handshake: records, renegotiation, key updates, ends. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
