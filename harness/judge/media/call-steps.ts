/** What a call must be like from its first packet to its last, whatever is asked for in the middle of it. */
import type { Call, CallStep, Description, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { isSecureProfile } from '../../wire/sdp/profiles.ts';
import {
  callControlsFailed,
  callsOf,
  echoControlsFailed,
  established,
  isRefusal,
  judgedCall,
  media,
  refuses,
  stepOf,
  tell,
} from './call-part.ts';

/**
 * - `basis`: the device hears the far end, without which the rest shows nothing.
 * - `heard`: it hears the far end still, by its echo.
 * - `heard if it speaks`: the same where it sends at all, which it need not before a call is taken.
 * - `sent`: it sends media.
 * - `accepted`: it agrees to what the far end asks for, without which the rest shows nothing.
 * - `refused`: it refuses what the far end asks for: by a status, and the call goes on as it was (RFC 3261 §14.2), or by port 0,
 *   and the stream has ended with that, so that what the steps behind it ask for cannot be.
 */
export type StepRule = 'basis' | 'heard' | 'heard if it speaks' | 'sent' | 'accepted' | 'refused';

export interface CallRule {
  expected: string;
  /** What all descriptions of the device have in the lines that they do not refuse. */
  describes: 'RTP/SAVP and crypto' | 'crypto' | 'anything';
  steps?: Readonly<Record<string, StepRule>>;
  /** How many offers of the device there must be behind the first description, for the row to say anything. */
  reoffers?: number;
  /** What becomes of the further calls. */
  legs?: 'secured' | 'refused';
}

interface Trouble extends Pick<Finding, 'verdict' | 'seen'> {
  /** Told by what did not come, which may have another cause where the control calls carry none of it either. */
  absent?: 'media' | 'echo';
}

const fail = (seen: string): Trouble => ({ verdict: 'fail', seen });
const missing = (absent: 'media' | 'echo', seen: string): Trouble => ({ verdict: 'fail', seen, absent });
const unclear = (seen: string): Trouble => ({ verdict: 'inconclusive', seen });

/** A call that keeps to the rule: by every description and every packet of the device, and by what it heard. */
export function keepsThroughout(rule: CallRule): Judge {
  return (evidence) => {
    const { expected } = rule;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    const trouble =
      exposed(call, rule) ?? incomplete(call, rule) ?? stepTrouble(call, rule) ?? legTrouble(evidence, call, rule);
    if (trouble === null) return { verdict: 'pass', expected, seen: told(call) };
    const { verdict, seen, absent } = trouble;
    const controlsFailed = absent === 'echo' ? echoControlsFailed : callControlsFailed;
    const control = absent ? controlsFailed(evidence, expected) : null;
    return control ?? { verdict, expected, seen: `${seen}; ${told(call)}` };
  };
}

const allOf = (call: Call): Call[] => [call, ...(call.legs ?? [])];

/** What anybody on the path could hear, or a description that asks for it. It is a fail whatever else was. */
function exposed(call: Call, { describes }: CallRule): Trouble | null {
  if (describes === 'anything') return null;
  for (const each of allOf(call)) {
    const { plain, undecipherable } = each.fromDevice;
    if (plain + each.elsewhere > 0) return fail(`${plain + each.elsewhere} packets in clear`);
    if (undecipherable > 0) return fail(`${undecipherable} packets under no key of the descriptions`);
    for (const one of each.descriptions.filter(({ from }) => from === 'device')) {
      const weak = insecureLine(one, describes);
      if (weak) return fail(`${one.role} in ${one.in}: ${weak}`);
    }
  }
  return null;
}

function insecureLine({ media }: Description, describes: 'RTP/SAVP and crypto' | 'crypto'): string | null {
  const line = media.find(({ port, profile, crypto }) => {
    const profileFits = describes === 'crypto' || isSecureProfile(profile);
    return port > 0 && (!profileFits || crypto.length === 0);
  });
  return line ? `${line.kind} by ${line.profile}${line.crypto.length > 0 ? '' : ' without crypto'}` : null;
}

function incomplete(call: Call, { reoffers = 0 }: CallRule): Trouble | null {
  if (!established(call)) return unclear('the call was not set up');
  if (media(call) === 0) return unclear('the device sent no media');
  const offers = call.descriptions.filter(({ from, role }, at) => at > 0 && from === 'device' && role === 'offer');
  return offers.length < reoffers ? unclear(`the device made ${offers.length} offers in the call`) : null;
}

function stepTrouble(call: Call, { steps = {} }: CallRule): Trouble | null {
  for (const [name, rule] of Object.entries(steps)) {
    const step = stepOf(call, name);
    const trouble = step ? judgeStep(call, step, rule) : unclear(`it did not come to "${name}"`);
    if (rule === 'refused' && step && refusedByPort(call, step)) return null;
    if (trouble) return trouble;
  }
  return null;
}

function judgeStep(call: Call, step: CallStep, rule: StepRule): Trouble | null {
  const { name, status, echoes, fromDevice } = step;
  switch (rule) {
    case 'basis':
      return echoes && echoes.heard > 0 ? null : unclear(`"${name}": the device sent nothing back`);
    case 'heard if it speaks':
    case 'heard':
      if (echoes && echoes.heard > 0) return null;
      if (!echoes || echoes.sent === 0) {
        return call.ended.by === 'device'
          ? missing('echo', `"${name}": the device had ended the call`)
          : unclear(`"${name}": nothing could be sent to the device`);
      }
      if (rule !== 'heard' && fromDevice.srtp === 0) return unclear(`"${name}": the device sent nothing yet`);
      return missing('echo', `"${name}": none of ${echoes.sent} packets came back`);
    case 'sent':
      return fromDevice.srtp > 0 ? null : missing('media', `"${name}": the device sent nothing`);
    case 'accepted':
      return status !== null && status < 300 ? null : unclear(`"${name}": ${answered(status)}`);
    case 'refused':
      if (status === null || (status >= 300 && !refuses(status))) return unclear(`"${name}": ${answered(status)}`);
      return status >= 300 ? null : fail(`"${name}": ${answered(status)}`);
  }
}

/** Whether the device's 2xx refuses every line (RFC 3264 §6). */
function refusedByPort(call: Call, { at, status }: CallStep): boolean {
  if (status === null || status >= 300) return false;
  const answer = call.descriptions.find((one) => one.from === 'device' && one.role === 'answer' && one.at >= at);
  return answer !== undefined && answer.media.every(({ port }) => port === 0);
}

const answered = (status: number | null): string => (status === null ? 'not answered' : `answered ${status}`);

function legTrouble(evidence: Evidence, { legs = [] }: Call, rule: CallRule): Trouble | null {
  if (rule.legs === undefined) return null;
  const leg = legs.at(-1);
  if (!leg || leg.descriptions.length === 0) return unclear('there was no further call');
  if (rule.legs === 'secured') {
    if (!established(leg)) return unclear(`the further call was not set up: ${tell(leg)}`);
    return leg.fromDevice.srtp > 0 ? null : unclear(`the further call carried nothing: ${tell(leg)}`);
  }
  if (leg.status === null || leg.status.by !== 'device')
    return unclear(`the further call was not answered: ${tell(leg)}`);
  if (established(leg)) return fail(`the further call was taken: ${tell(leg)}`);
  if (!isRefusal(leg.status)) return unclear(`the answer to the further call is not about its offer: ${tell(leg)}`);
  // A device that takes no further call at all has not refused this one for what it offers.
  const taken = callsOf(evidence, 'control-before').some((one) => one.legs?.some((each) => media(each) > 0));
  return taken ? null : unclear('the further call of the control was not taken either');
}

function told(call: Call): string {
  const steps = call.steps.map(({ name, status, echoes }) => {
    const heard = echoes ? ` (${echoes.heard} of ${echoes.sent} came back)` : '';
    return `${name}${status === null ? '' : ` ${status}`}${heard}`;
  });
  const legs = (call.legs ?? []).map((leg) => `; further call: ${tell(leg)}`);
  return `${tell(call)}${steps.length > 0 ? `; ${steps.join(', ')}` : ''}${legs.join('')}`;
}
