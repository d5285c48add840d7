import { authenticatesItself } from '../../harness/judge/identity/client-certificate.ts';
import { nothingInClear } from '../../harness/judge/clear-text.ts';
import { notApplied } from '../../harness/judge/trust/not-applied.ts';
import { checksEveryHop } from '../../harness/judge/trust/redirect-hop.ts';
import { trustOutcome } from '../../harness/judge/trust/trust-outcome.ts';
import { defineRequirements } from '../../harness/requirement.ts';

const noRequest = trustOutcome({ of: 'provisioning server certificate' });
const taken = 'whoever plays the provisioning server reads the passwords and rewrites the configuration';

export const { requirements, covers } = defineRequirements({
  'PROV-02': {
    level: 'SHOULD',
    clause: 'RFC 9110 §4.3.4; RFC 9525 §6.6',
    sentence: 'Send no request to a provisioning server whose authority is unknown.',
    risk: taken,
    gain: 'impersonation',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-03': {
    level: 'SHOULD',
    clause: 'RFC 5280 §6.1.3(a)(2); RFC 9110 §4.3.4',
    sentence: 'Send no request to a provisioning server whose certificate is out of date.',
    risk: taken,
    gain: 'impersonation-by-holder',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-04': {
    level: 'SHOULD',
    clause: 'RFC 9110 §4.3.4; RFC 9525 §6.3, §6.6',
    sentence: 'Send no request to a provisioning server whose certificate names another host.',
    risk: taken,
    gain: 'impersonation-by-holder',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-05': {
    level: 'MUST',
    clause: 'RFC 9525 §6.3',
    sentence: 'Accept a wildcard as the whole left-most label of a provisioning server.',
    risk: 'the device cannot fetch its configuration from servers with ordinary certificates',
    gain: 'interoperability',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-06': {
    level: 'MUST',
    clause: 'RFC 9525 §6.3',
    sentence: 'Let a wildcard stand for one whole left-most label and for nothing else.',
    risk: 'the owner of another name under the same parent plays the provisioning server',
    gain: 'impersonation-by-holder',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-07': {
    level: 'MUST',
    clause: 'RFC 9525 §2; RFC 9110 §4.3.4',
    sentence: 'Do not take the CN of a provisioning server for its name.',
    risk: 'names that no authority has checked as host names count as identities',
    gain: 'impersonation-by-holder',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-08': {
    level: 'policy',
    clause: 'RFC 9110 §15.4 (policy)',
    sentence: 'Do not follow a redirect from https to http.',
    risk: 'the configuration with its passwords crosses the network in clear',
    gain: 'reading',
    needs: ['provision'],
    judge: nothingInClear({ of: 'HTTP', seenFirst: 'a redirect' }),
  },
  'PROV-09': {
    level: 'policy',
    clause: 'RFC 9110 §15.4 (policy)',
    sentence: 'Check the certificate of every hop of a redirect against the host of that hop.',
    risk: taken,
    gain: 'impersonation',
    needs: ['provision'],
    judge: checksEveryHop,
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
    gain: 'robustness',
    needs: ['provision', 'register'],
    judge: notApplied({ mark: 'cut-file-applied', whole: 'Ringproof' }),
  },
  'PROV-35': {
    level: 'MUST',
    clause: 'RFC 9525 §6.3, §6.4; RFC 9110 §4.3.4',
    sentence: 'Accept a certificate that names the provisioning server by its host name or its address.',
    risk: 'the device cannot fetch its configuration from servers with ordinary certificates',
    gain: 'interoperability',
    needs: ['provision'],
    judge: noRequest,
  },
  'PROV-36': {
    level: 'policy',
    clause: 'RFC 9110 §4.2.2 (policy)',
    sentence: 'Fetch nothing by http where the https server cannot be reached.',
    risk: 'whoever blocks one port reads the configuration and writes another',
    gain: 'reading',
    needs: ['provision'],
    judge: nothingInClear({ of: 'HTTP', seenFirst: 'an attempt' }),
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
