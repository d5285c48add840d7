/** What passed in a call between two devices, read from outside: their descriptions, and their media at the relay. */
import type { MediaCount, Sdp } from '../evidence.ts';
import { classify } from '../farend/classify.ts';
import { DeviceKeys } from '../farend/device-keys.ts';
import { usableCrypto } from '../farend/media-key.ts';
import { flowed } from '../judge/media/call-part.ts';
import type { Party, RelayedDatagram } from '../tap/media-relay.ts';
import type { SeenMessage } from '../tap/sip-messages.ts';
import { activeAudio, parseSdp, type SdpMedia, toEvidence } from '../wire/sdp/sdp.ts';
import { header, type SipMessage } from '../wire/sip/message.ts';

export interface PairCall {
  offer: Sdp | null;
  answer: Sdp | null;
  status: number | null;
  from: Record<Party, MediaCount>;
}

/** By the words of the policy table; `one side` where they differ. */
export function flowedBetween({ from, offer, answer, status }: PairCall): ReturnType<typeof flowed> | 'one side' {
  const call = (fromDevice: MediaCount): Parameters<typeof flowed>[0] => ({
    fromDevice,
    offer,
    answer,
    status: status === null ? null : { code: status, by: 'device' },
    ended: { by: 'none', how: 'none', at: null },
  });
  const [caller, callee] = [flowed(call(from.caller)), flowed(call(from.callee))];
  return caller === callee ? caller : 'one side';
}

/** The last call of the device that called: its INVITE as it left it, and the other's answer as it left that. */
export function readPairCall(
  seen: readonly SeenMessage[],
  datagrams: (callId: string) => readonly RelayedDatagram[],
): PairCall {
  const sent = seen.filter(({ from }) => from === 'device').map(({ message }) => message);
  const invite = sent.findLast(({ method, body }) => method === 'INVITE' && body.length > 0);
  const callId = invite && header(invite, 'Call-ID');
  const final = sent.find(
    (message) => (message.status ?? 0) >= 200 && header(message, 'Call-ID') === callId && isOfInvite(message),
  );
  const described = { caller: mediaOf(invite), callee: mediaOf(final) };
  const from: PairCall['from'] = { caller: none(), callee: none() };
  const counters = { caller: counter(described, 'caller', from), callee: counter(described, 'callee', from) };
  for (const { by, bytes } of callId === undefined ? [] : datagrams(callId)) counters[by](bytes);
  return {
    offer: invite ? toEvidence(invite.body.toString()) : null,
    answer: final && final.body.length > 0 ? toEvidence(final.body.toString()) : null,
    status: final?.status ?? null,
    from,
  };
}

const none = (): MediaCount => ({ srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null });
const isOfInvite = (message: SipMessage): boolean => /INVITE\s*$/.test(header(message, 'CSeq') ?? '');
const mediaOf = (message: SipMessage | undefined): SdpMedia | null =>
  message ? activeAudio(parseSdp(message.body.toString())) : null;

/** Counts a packet of one side by the key of its own description. */
function counter(
  described: Record<Party, SdpMedia | null>,
  by: Party,
  from: PairCall['from'],
): (bytes: Buffer) => void {
  const { caller, callee } = described;
  // The line of the offer that the answer has taken.
  const taken = callee && usableCrypto(callee)?.tag;
  const line =
    by === 'callee' ? callee : caller && { ...caller, crypto: caller.crypto.filter(({ tag }) => tag === taken) };
  const device = new DeviceKeys();
  device.use((line && usableCrypto(line)?.key) ?? null);
  const secured = callee !== null && callee.crypto.length > 0;
  const payloadTypes = new Set((callee ?? caller)?.formats.map(Number) ?? []);
  return (bytes) => {
    const found = classify(bytes, { device, secured, payloadTypes, isOwnPayload: () => false });
    if (found) from[by][found.kind]++;
  };
}
