/** Invented calls for the tests of the reports. */
import type { Call, Evidence, Sdp, SrtpPolicy } from '../../harness/evidence.ts';
import { agreed } from '../../harness/judge/media/srtp-policy.ts';

export interface CallPlan {
  direction: Call['direction'];
  device: SrtpPolicy;
  far: SrtpPolicy;
  /** What the device lets happen, when that is not what the policies agree on. */
  instead?: 'RTP';
}

export function calls(plan: CallPlan): Evidence['calls'] {
  const control = { ...plan, device: 'optional' as const, far: 'optional' as const };
  return [
    { ...call(control, 'SRTP'), role: 'control-before' },
    { ...call(plan, plan.instead ?? agreed(plan.device, plan.far)), role: 'case' },
    { ...call(control, 'SRTP'), role: 'control-after' },
  ];
}

function call({ direction, device, far }: CallPlan, comes: 'SRTP' | 'RTP' | 'refused'): Call {
  const caller = direction === 'outgoing' ? 'device' : 'far-end';
  const callee = direction === 'outgoing' ? 'far-end' : 'device';
  const refused = comes === 'refused';
  const offer = sdp((direction === 'outgoing' ? device : far) === 'disabled' ? 'RTP/AVP' : 'RTP/SAVP');
  return {
    direction,
    devicePolicy: device,
    farPolicy: far,
    offer,
    answer: refused ? null : sdp(comes === 'SRTP' ? 'RTP/SAVP' : 'RTP/AVP'),
    status: refused ? { code: 488, by: callee } : { code: 200, by: callee },
    ended: refused ? { by: callee, how: 'reject', at: 21 } : { by: 'far-end', how: 'BYE', at: 812 },
    fromDevice: {
      srtp: comes === 'SRTP' ? 40 : 0,
      plain: comes === 'RTP' ? 41 : 0,
      undecipherable: 0,
      rtcp: 0,
      firstAt: refused ? null : 34,
    },
    toDevice: { packets: refused ? 0 : 40 },
    tone: null,
    probes: [],
    packets: [],
    ladder: [
      { at: 0, from: caller, line: 'INVITE sip:far@lab.test SIP/2.0' },
      { at: 2, from: 'proxy', line: 'SIP/2.0 100 trying' },
      { at: 20, from: callee, line: refused ? 'SIP/2.0 488 Not Acceptable Here' : 'SIP/2.0 200 OK' },
      { at: 21, from: caller, line: 'ACK sip:far@lab.test SIP/2.0' },
    ],
    descriptions: [],
    steps: [],
    elsewhere: 0,
  };
}

const sdp = (profile: string): Sdp => ({
  text: `v=0\r\nm=audio 40000 ${profile} 0\r\n`,
  profile,
  port: 40000,
  crypto:
    profile === 'RTP/SAVP' ? [{ tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keyOctets: 30, keyFingerprint: 'ab12' }] : [],
});
