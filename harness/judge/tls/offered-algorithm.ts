/**
 * RFC 8446 §9.1 names the signatures that every device must know that speaks TLS 1.3. Of all others, and of all on a device
 * that does not speak it: what is offered must be taken, and what is not may be refused.
 */
import type { ClientHelloFacts } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { judgedAttempt } from '../bench-part.ts';
import { namedOutcome, trustOutcome } from '../trust/trust-outcome.ts';

const mandatory = ['rsa_pkcs1_sha256', 'rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256'];

/** `schemes`: what the certificate takes of signature_algorithms, by its name; of those without one every device is judged. */
export function outcomeWhereOffered({ of, schemes }: { of: string; schemes: Readonly<Record<string, string>> }): Judge {
  const outcome = trustOutcome({ of });
  return (evidence, context) => {
    const finding = outcome(evidence, context);
    const scheme = schemes[context.case?.serves.certificate ?? ''];
    if (!scheme || finding.verdict !== 'fail' || namedOutcome(context).outcome !== 'accept') return finding;
    const look = judgedAttempt(evidence, finding.expected);
    if ('finding' in look) return look.finding;
    const mustKnow = ({ signatureSchemes, versions }: ClientHelloFacts): boolean =>
      signatureSchemes.includes(scheme) || (mandatory.includes(scheme) && versions.includes('TLS 1.3'));
    if (look.attempt.connections.some(({ hello }) => hello !== null && mustKnow(hello))) return finding;
    return { ...finding, verdict: 'observed', seen: `refused, and ${scheme} is not offered: ${finding.seen}` };
  };
}
