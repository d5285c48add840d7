/**
 * ChangeCipherSpec before any key is agreed upon. A device that takes it reads what follows under keys of its own making, and
 * breaks off at the first record, as it does not authenticate (CVE-2014-0224): it has ended the handshake, and not at the
 * change. What an alert says is no proof, so nothing is said of such a device.
 */
import type { Judge } from '../../requirement.ts';
import { judged } from '../bench-part.ts';
import { handshakeOutcome } from './handshake-outcome.ts';

/** RFC 5246 §7.2.2: bad_record_mac, decryption_failed. */
const underKeys = [20, 21];

export const refusesEarlyChange: Judge = (evidence, context) => {
  const finding = handshakeOutcome(evidence, context);
  const alert = judged(evidence)
    ?.connections.flatMap(({ alerts }) => alerts)
    .find(({ from, code }) => from === 'device' && underKeys.includes(code));
  if (finding.verdict !== 'pass' || !alert) return finding;
  const seen = `by alert ${alert.code} the device had keys to read the next record with: ${finding.seen}`;
  return { ...finding, verdict: 'inconclusive', seen };
};
