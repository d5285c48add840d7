/**
 * Flaws that fail nothing, as no clause draws a line there: each changes what is told of a case. The self-check proves that it
 * is told: with the flaw what stands here, without it something else.
 */
import type { CaseId } from '../../harness/requirement.ts';

export interface Observation {
  case: CaseId;
  /** In what the device was seen to do, with the flaw alone. */
  told: RegExp;
}

export const observations: Readonly<Record<string, Observation>> = {
  // certificates
  'unlimited-chain-depth': { case: 'CH-13', told: /^accepted/ },
  'requires-root-anchor': { case: 'CH-19', told: /^refused/ },
  'requires-key-identifiers': { case: 'CH-26', told: /^refused/ },
  'accepts-malformed-certificates': { case: 'EX-32/ZERO', told: /^accepted/ },
  'reads-few-names': { case: 'NM-35', told: /^refused/ },
  'overlooks-wildcards-in-constraints': { case: 'EX-26', told: /^accepted/ },
  'ignores-policy-constraints': { case: 'EX-31', told: /^accepted/ },
  'refuses-der-files': { case: 'TS-04/DER', told: /^refused/ },
  'goes-by-file-names': { case: 'TS-05/PEM', told: /^refused/ },
  'never-fetches-revocation-data': { case: 'RV-10/OCSP-CHECKED', told: /^no fetch/ },
  'says-nothing-of-reasons': { case: 'DI-01', told: /^1 of 3 told apart/ },
  // the ClientHello
  'sends-time-in-random': { case: 'CHL-42/TIME', told: /^begins with the time/ },
  'offers-post-quantum-group': { case: 'CHL-43', told: /^X25519MLKEM768/ },
  'sends-grease': { case: 'CHL-44', told: /^GREASE/ },
  'sends-large-hello': { case: 'CHL-45', told: /more than 1500 octets, padded/ },
  // the scripted TLS server
  'accepts-duplicate-answers': { case: 'X01', told: /^went on to its request/ },
  'requires-extended-master-secret': { case: 'X07', told: /^ended by the device/ },
  'refuses-hello-request': { case: 'M20', told: /^ended by the device/ },
  'accepts-any-record-version': { case: 'R10', told: /^went on/ },
  'resumes-tls12-sessions': { case: 'EMS-01', told: /alert 40 handshake_failure from the device/ },
  // calls
  'ends-call-at-stripped-crypto': { case: 'OSRT-10/ANSWER', told: /^refuses/ },
  // digest
  'ignores-md5-challenges': { case: 'AUTH-04', told: /^not answered/ },
};
