import { authenticatesItself } from '../../harness/judge/client-certificate.ts';
import { nothingInClear } from '../../harness/judge/clear-text.ts';
import { notApplied } from '../../harness/judge/not-applied.ts';
import { trustOutcome } from '../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../harness/requirement.ts';

const noRequest = trustOutcome({ of: 'provisioning server certificate' });
const taken = 'whoever plays the provisioning server reads the passwords and rewrites the configuration';

export const { requirements, covers } = defineRequirements({
  'PROV-02': {
    level: 'SHOULD',
    clause: 'RFC 9110 §4.3.4; RFC 9525 §6.6',
    sentence: 'Send no request to a provisioning server whose authority is unknown.',
    risk: taken,
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-03': {
    level: 'SHOULD',
    clause: 'RFC 5280 §6.1.3(a)(2); RFC 9110 §4.3.4',
    sentence: 'Send no request to a provisioning server whose certificate is out of date.',
    risk: taken,
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-04': {
    level: 'SHOULD',
    clause: 'RFC 9110 §4.3.4; RFC 9525 §6.3, §6.6',
    sentence: 'Send no request to a provisioning server whose certificate names another host.',
    risk: taken,
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-08': {
    level: 'policy',
    clause: 'RFC 9110 §15.4 (policy)',
    sentence: 'Do not follow a redirect from https to http.',
    risk: 'the configuration with its passwords crosses the network in clear',
    needs: ['provision'],
    judge: nothingInClear({ of: 'HTTP', seenFirst: 'a redirect' }),
  },
  'PROV-10': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2, §4.4.3 (RFC 9846 §4.5.1, §4.5.2)',
    sentence: 'Send the device certificate to a provisioning server that asks for it, and prove possession of its key.',
    risk: 'the server gives the configuration of a device to anybody who knows its MAC',
    needs: ['provision', 'device-certificate'],
    judge: authenticatesItself,
  },
  'PROV-13': {
    level: 'MUST',
    clause: 'RFC 9112 §6.3, §8',
    sentence: 'Do not apply a configuration file that was cut before its declared end.',
    risk: 'a broken transfer, or an attacker who can cut one, leaves the device half configured',
    needs: ['provision', 'register'],
    judge: notApplied({ mark: 'cut-file-applied', whole: 'Ringproof' }),
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
