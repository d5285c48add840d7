/** Whether a person can find out why a server was refused. */
import { tellsReasonsApart } from '../../../harness/judge/trust/reasons.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'DIAG-01': {
    level: 'policy',
    clause: 'policy (Microsoft Teams SIP gateway)',
    sentence: 'Tell expiry from name from chain in the reason that is given for a refused server.',
    risk: 'nobody knows what to mend, so validation is switched off',
    gain: 'interoperability',
    judge: tellsReasonsApart,
  },
});
