/** The handshake up to TLS 1.2 and what both versions share: extensions, key exchange, order, records, alerts. */
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({});
