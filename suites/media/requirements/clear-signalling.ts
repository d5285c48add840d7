/** What becomes of the keys where the signalling is not encrypted (RFC 4568 §8). */
import { keepsKeysOutOfClear } from '../../../harness/judge/media/clear-signalling.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'SDES-37': {
    level: 'MUST',
    clause: 'RFC 4568 §8, §8.3',
    sentence: 'Write no key into signalling without TLS.',
    risk: 'whoever reads the signalling has the keys, and hears a call that both sides believe encrypted',
    gain: 'reading',
    needs: ['register', 'call', 'srtp', 'tcp-account'],
    judge: keepsKeysOutOfClear,
  },
});
