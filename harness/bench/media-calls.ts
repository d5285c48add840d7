/** Calls between the device and the far end: what a test asks for, and the control call beside it. */
import type { SrtpPolicy } from '../evidence.ts';
import type { Conversation, FarEnd, FarEndCall } from '../farend/far-end.ts';
import type { CallPlan, KeySeriesPlan } from '../farend/call-plan.ts';
import type { DeviceAct } from '../farend/device-act.ts';
import type { GatheredKeys } from '../farend/key-series.ts';
import { likeOf } from '../farend/call-scripts.ts';
import type { Profile } from '../profiles/profile.ts';
import { MethodError, type Driver } from '../dut/driver.ts';

export interface CallParties {
  driver: Driver;
  farEnd: FarEnd;
  profile: Profile;
  deviceUser: string;
  farUser: string;
  domain: string;
  /** Resets the device's connections to its server. Rejects with BenchError where it has none. */
  cut: () => Promise<void>;
}

/** One call to its end. Rejects where the driver broke; what the device did is in the result. */
export async function converse(parties: CallParties, plan: CallPlan): Promise<FarEndCall> {
  const { driver, farEnd, profile } = parties;
  const { direction, device, far = device, script, packets = profile.mediaPackets, probes } = plan;
  const conversation: Conversation = {
    direction,
    devicePolicy: device,
    farPolicy: far,
    ...(script && { script }),
    ...(plan.suite && { suites: [plan.suite] }),
    deviceUser: parties.deviceUser,
    packets,
    ...(probes && { probes }),
    window: profile.windows.silence,
    idleLimit: profile.idleLimit,
    act: (act) => (act.method === 'lose-connection' ? parties.cut() : tell(driver, act)),
  };
  // Known at the proxy before the device dials: a Kamailio that died and came back knows nobody.
  if (direction === 'outgoing') await farEnd.start();
  if (plan.rings) await driver.request('answer', { automatic: false });
  const ended = farEnd.converse(conversation);
  if (plan.rings) return ended.finally(() => driver.request('answer', { automatic: true }));
  if (direction === 'incoming') return ended;
  // The device's own word on the call is not needed: the far end saw it, or did not.
  const dialled = driver
    .request('call', { to: `sip:${parties.farUser}@${parties.domain}` }, profile.windows.attempt)
    .then(
      () => null,
      (error: unknown) => error,
    );
  const [call, trouble] = await Promise.all([ended, dialled]);
  if (trouble instanceof MethodError && trouble.kind === 'failed') return call;
  if (trouble) throw trouble as Error;
  await driver.request('hangup', {}).catch(() => undefined);
  return call;
}

/** What the device could not do is its own affair: the far end sees what came of it. */
async function tell(
  driver: Driver,
  { method, ...params }: Exclude<DeviceAct, { method: 'lose-connection' }>,
): Promise<void> {
  try {
    await driver.request(method, params);
  } catch (error) {
    // `invalid`: there is no call any more that it could be done to.
    if (!(error instanceof MethodError) || (error.kind !== 'failed' && error.kind !== 'invalid')) throw error;
  }
}

/** Many calls for the sake of their keys, which are secret. */
export async function gatherKeys(
  { driver, farEnd, profile, deviceUser, farUser, domain }: CallParties,
  { direction, calls }: KeySeriesPlan,
  farPolicy: SrtpPolicy,
): Promise<GatheredKeys> {
  if (direction === 'outgoing') await farEnd.start();
  const to = `sip:${farUser}@${domain}`;
  const dial = async (): Promise<void> => {
    // The far end saw the call, or did not: the device's own word on it is not needed.
    await driver.request('call', { to }, profile.windows.attempt).catch((error: unknown) => {
      if (!(error instanceof MethodError)) throw error;
    });
  };
  const window = profile.windows.silence;
  return farEnd.gatherKeys({ direction, calls, farPolicy, deviceUser, window, dial });
}

/** Enough to see that media flows. */
const controlPackets = 5;

/**
 * The call that must carry media: the same device and direction, with a far end of the same policy that is honest, or does
 * what the script of the case is compared with.
 */
export function controlCall({ direction, device, suite, media, script, probes }: CallPlan): CallPlan {
  const like = script && likeOf(script);
  const differs = like && like !== 'honest' && { script: like };
  // Where the case looks for an echo, good packets must come back here, too.
  const echoes = (probes || media === 'echo') && { probes: ['good' as const] };
  const settings = { device, ...(suite && { suite }), ...(media && { media }) };
  return { direction, ...settings, ...differs, ...echoes, packets: controlPackets };
}
