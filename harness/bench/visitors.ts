/** Makes the visits of a plan to the device's own listener, wherever the driver says that it is. */
import type { Visit } from '../evidence.ts';
import { MethodError } from '../dut/driver.ts';
import { sipHost } from '../lab/lab.ts';
import type { Surroundings } from './attempt.ts';
import { visit } from './visit.ts';
import type { VisitPlan } from './visit-plan.ts';

/** Rejects with MethodError `unsupported` where the listener, which is declared and was asked for, is not open. */
export async function visitBy(
  { driver, pki, revocation, profile }: Pick<Surroundings, 'driver' | 'pki' | 'revocation' | 'profile'>,
  { certificate, fromDomain = sipHost, method, version }: VisitPlan,
): Promise<Visit> {
  const { listener } = await driver.request('state', {});
  if (!listener) throw new MethodError('unsupported', 'its state tells no address of the listener');
  const shown = certificate && pki.clientCertificate(certificate);
  revocation.publish(shown?.published ?? {});
  return visit({
    listener,
    certificate: certificate && shown && { fault: certificate, chainPem: shown.chainPem, keyPem: shown.keyPem },
    fromDomain,
    ...(method && { method }),
    ...(version && { version }),
    window: profile.windows.silence,
  });
}
