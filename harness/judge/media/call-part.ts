/** What a call must have been before anything may be said about the device's media. */
import type { Call, CallStep, Evidence, Role } from '../../evidence.ts';
import type { Finding } from '../../requirement.ts';
import { benchFault } from '../bench-part.ts';

export const callsOf = (evidence: Evidence, role: Role): Call[] => evidence.calls.filter((one) => one.role === role);

export type CallLook = { call: Call } | { finding: Finding };

/** The call that is judged, or the finding that ends the judgement. */
export function judgedCall(evidence: Evidence, expected: string): CallLook {
  const fault = benchFault(evidence, expected);
  if (fault) return { finding: fault };
  const call = callsOf(evidence, 'case').at(-1);
  if (!call) return { finding: { verdict: 'error', expected, seen: 'the bench stored no call' } };
  return { call };
}

/** The step of that name; undefined where it did not come to it. */
export const stepOf = ({ steps }: Call, name: string): CallStep | undefined => steps.find((step) => step.name === name);

export const media = (call: Call): number =>
  call.fromDevice.srtp + call.fromDevice.plain + call.fromDevice.undecipherable;

export const established = (call: Pick<Call, 'status'>): boolean =>
  call.status !== null && call.status.code >= 200 && call.status.code < 300;

/** Whether the INVITE reached the side that had to decide. */
export const offered = (call: Pick<Call, 'offer'>): boolean => call.offer !== null;

/** What flowed, in one word. A call that was set up but carried nothing is neither. */
export function flowed(
  call: Pick<Call, 'fromDevice' | 'offer' | 'answer' | 'status' | 'ended'>,
): 'SRTP' | 'RTP' | 'mixed' | 'refused' | 'nothing' {
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (undecipherable > 0 || (srtp > 0 && plain > 0)) return 'mixed';
  if (srtp > 0) return 'SRTP';
  if (plain > 0) return 'RTP';
  if (!offered(call)) return 'nothing';
  const refusedByStatus = call.status !== null && isRefusal(call.status);
  const refusedByPort = call.answer?.port === 0;
  const endedAtOnce = established(call) && call.ended.by === 'device';
  return refusedByStatus || refusedByPort || endedAtOnce ? 'refused' : 'nothing';
}

/** Not found, busy, away, overloaded, not now: said of the moment, not of the offer (RFC 3261 §21.4, §21.5). */
const ofTheMoment = [404, 408, 480, 481, 486, 487, 491, 503, 600];

/** Whether a status refuses what was offered. */
export const refuses = (status: number): boolean => status >= 300 && !ofTheMoment.includes(status);

/** Whether the final answer is about what was offered. What the proxy says is not the device's word. */
export const isRefusal = ({ code, by }: NonNullable<Call['status']>): boolean => by !== 'proxy' && refuses(code);

export function tell(call: Call): string {
  const { srtp, plain, undecipherable } = call.fromDevice;
  const status = call.status ? `${call.status.code} from the ${call.status.by}` : 'no final answer';
  const offer = call.offer
    ? `offer ${call.offer.profile}${call.offer.crypto.length > 0 ? ' with crypto' : ''}`
    : 'no offer';
  const packets = `${srtp} SRTP, ${plain} plain, ${undecipherable} undecipherable packets`;
  const end = call.ended.by === 'none' ? '' : `, ended by the ${call.ended.by} (${call.ended.how})`;
  return `${offer}, ${status}, ${packets}${end}`;
}

/** Both controls must have carried media; otherwise a refused call may have another cause. */
export function callControlsFailed(evidence: Evidence, expected: string): Finding | null {
  for (const role of ['control-before', 'control-after'] as const) {
    const when = role === 'control-before' ? 'before' : 'after';
    const control = callsOf(evidence, role).at(-1);
    if (!control) return { verdict: 'inconclusive', expected, seen: `no control call ran ${when} the case` };
    if (media(control) === 0) {
      return {
        verdict: 'inconclusive',
        expected,
        seen: `the control call ${when} the case carried no media: ${tell(control)}`,
      };
    }
  }
  return null;
}

/** Whether the far end's own packets were understood: the good probes came back by the authenticated echo. */
export const echoes = ({ probes }: Call): boolean => probes.some(({ kind, echoed }) => kind === 'good' && echoed > 0);

/** What did not come back shows nothing of a device that sends nothing back, or another sound than it hears. */
export function echoControlsFailed(evidence: Evidence, expected: string): Finding | null {
  const failed = callControlsFailed(evidence, expected);
  if (failed) return failed;
  for (const role of ['control-before', 'control-after'] as const) {
    const control = callsOf(evidence, role).at(-1);
    if (control && echoes(control)) continue;
    const when = role === 'control-before' ? 'before' : 'after';
    return { verdict: 'inconclusive', expected, seen: `no echo in the control call ${when} the case either` };
  }
  return null;
}
