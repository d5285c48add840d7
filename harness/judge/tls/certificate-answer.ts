/** A server that asks for a certificate and does not insist: the device goes on, and its Certificate message says with what. */
import type { Judge } from '../../requirement.ts';
import { acceptedOn, judged } from '../bench-part.ts';
import { handshakeOutcome } from './handshake-outcome.ts';

export const answersCertificateRequest: Judge = (evidence, context) => {
  const finding = handshakeOutcome(evidence, context);
  const attempt = judged(evidence);
  if (finding.verdict !== 'pass' || !attempt) return finding;
  const [taken] = acceptedOn(attempt);
  if (!taken?.certificateRequested) {
    return { ...finding, verdict: 'inconclusive', seen: `the device was not asked for a certificate: ${finding.seen}` };
  }
  // RFC 5246 §7.4.6: without a suitable certificate the message holds none, and is sent all the same.
  if (!taken.clientChain) {
    return { ...finding, verdict: 'fail', seen: `went on without a Certificate message: ${finding.seen}` };
  }
  const shown = taken.clientChain.length > 0 ? 'with a certificate' : 'with an empty Certificate message';
  return { ...finding, seen: `${finding.seen}; answered ${shown}` };
};
