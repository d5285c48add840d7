/**
 * The ClientHellos that every rule on the hello reads: the first, that of a reconnect, and that after a handshake that
 * failed. One set of connections for a service serves all of them.
 */
import type { DeviceSettings } from '../evidence.ts';
import { trustedCertificate, type Presentation } from '../lab/presentation.ts';

/** What is presented, one after another. The second hello is that of a reconnect, and is answered with handshake_failure. */
export function greetings({ trust }: DeviceSettings): Presentation[] {
  const good = { certificate: trustedCertificate(trust) };
  return [good, { rejectsHello: 40 }, good];
}
