/** Makes the visits of a plan to the device's own listener, wherever the driver says that it is. */
import type { Visit } from '../evidence.ts';
import { MethodError } from '../dut/driver.ts';
import { sipHost } from '../lab/lab.ts';
import type { Surroundings } from './attempt.ts';
import { clearVisit } from './clear-visit.ts';
import { slowClients } from './slow-clients.ts';
import { visit } from './visit.ts';
import type { VisitPlan } from './visit-plan.ts';

/** Rejects with MethodError `unsupported` where the listener, which is declared and was asked for, is not open. */
export async function visitBy(
  { driver, pki, revocation, profile, tap }: Pick<Surroundings, 'driver' | 'pki' | 'revocation' | 'profile' | 'tap'>,
  plan: VisitPlan,
  meanwhile?: () => Promise<void>,
): Promise<Visit> {
  const { certificate, fromDomain = sipHost, method, version, over, claimsServer, beside } = plan;
  const { listener } = await driver.request('state', {});
  if (!listener) throw new MethodError('unsupported', 'its state tells no address of the listener');
  const { silence } = profile.windows;
  if (over) return clearVisit({ listener, over, fromDomain, window: silence });
  // A handshake and an answer; two hundred clients at once take the bench itself longer than one.
  const window = silence * (beside ? 5 : 2);
  const shown = certificate && pki.clientCertificate(certificate);
  revocation.publish(shown?.published ?? {});
  const asked = {
    listener,
    certificate: certificate && shown && { fault: certificate, chainPem: shown.chainPem, keyPem: shown.keyPem },
    fromDomain,
    ...(method && { method }),
    ...(version && { version }),
    ...(claimsServer && { claims: `${sipHost}:${tap.fronts.sip.port}` }),
    ...(meanwhile && { meanwhile }),
    window,
  };
  const slow = beside ? await slowClients(listener, beside, window) : null;
  try {
    return { ...(await visit(asked)), ...(slow && { beside: slow.standing }) };
  } finally {
    slow?.close();
  }
}
