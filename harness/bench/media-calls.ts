/** Calls between the device and the far end: what a test asks for, and the control call beside it. */
import type { SrtpPolicy } from '../evidence.ts';
import type { Conversation, FarEnd, FarEndCall } from '../farend/far-end.ts';
import type { Profile } from '../profiles/profile.ts';
import { MethodError, type Driver } from '../dut/driver.ts';

export interface ConverseRequest {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  farPolicy: SrtpPolicy;
  answer?: 'as-policy' | 'without-crypto';
  /** Packets of the device to wait for; the profile's number when left out. */
  packets?: number;
  /** What the far end sends on purpose, looked for in the device's echo. */
  probes?: ('good' | 'bit-flip' | 'replay' | 'plain')[];
}

export interface CallParties {
  driver: Driver;
  farEnd: FarEnd;
  profile: Profile;
  deviceUser: string;
  farUser: string;
  domain: string;
}

/** One call to its end. Rejects where the driver broke; what the device did is in the result. */
export async function converse(
  parties: CallParties,
  request: ConverseRequest,
  devicePolicy: SrtpPolicy,
): Promise<FarEndCall> {
  const { driver, farEnd, profile } = parties;
  const conversation: Conversation = {
    direction: request.direction,
    farPolicy: request.farPolicy,
    devicePolicy,
    deviceUser: parties.deviceUser,
    answer: request.answer ?? 'as-policy',
    packets: request.packets ?? profile.mediaPackets,
    send: request.probes ? 'probes' : 'tone',
    probes: request.probes,
    window: profile.windows.silence,
  };
  // Known at the proxy before the device dials: a Kamailio that died and came back knows nobody.
  if (request.direction === 'outgoing') await farEnd.start();
  const ended = farEnd.converse(conversation);
  if (request.direction === 'incoming') return ended;
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

/** Enough to see that media flows. */
const controlPackets = 5;

/** The call that must carry media: the same device policy and direction, with a far end of the same policy. */
export const controlCall = (request: ConverseRequest, devicePolicy: SrtpPolicy): ConverseRequest => ({
  direction: request.direction,
  farPolicy: devicePolicy,
  packets: controlPackets,
});
