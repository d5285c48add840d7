/** What a call must be like from its first packet to its last, whatever is asked for in the middle of it. */
import type { Call, CallStep, Description } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { callControlsFailed, established, judgedCall, media, tell } from './call-part.ts';

/**
 * - `basis`: the device hears the far end, without which the rest shows nothing.
 * - `heard`: it hears the far end still, by its echo.
 * - `sent`: it sends media.
 * - `accepted`: it agrees to what the far end asks for, without which the rest shows nothing.
 * - `refused`: it refuses what the far end asks for.
 */
export type StepRule = 'basis' | 'heard' | 'sent' | 'accepted' | 'refused';

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
  /** Told by what did not come, which may have another cause where the control calls do not work. */
  fromAbsence?: true;
}

const fail = (seen: string): Trouble => ({ verdict: 'fail', seen });
const missing = (seen: string): Trouble => ({ verdict: 'fail', seen, fromAbsence: true });
const unclear = (seen: string): Trouble => ({ verdict: 'inconclusive', seen });

/** A call that keeps to the rule: by every description and every packet of the device, and by what it heard. */
export function keepsThroughout(rule: CallRule): Judge {
  return (evidence) => {
    const { expected } = rule;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    const trouble = exposed(call, rule) ?? incomplete(call, rule) ?? stepTrouble(call, rule) ?? legTrouble(call, rule);
    if (trouble === null) return { verdict: 'pass', expected, seen: told(call) };
    const { verdict, seen, fromAbsence } = trouble;
    const finding = { verdict, expected, seen: `${seen}; ${told(call)}` };
    return (fromAbsence && callControlsFailed(evidence, expected)) || finding;
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
    const profileFits = describes === 'crypto' || /^RTP\/SAVPF?$/i.test(profile);
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
    const step = call.steps.find((each) => each.name === name);
    const trouble = step ? judgeStep(call, step, rule) : unclear(`it did not come to "${name}"`);
    if (trouble) return trouble;
  }
  return null;
}

function judgeStep(call: Call, step: CallStep, rule: StepRule): Trouble | null {
  const { name, status, echoes, fromDevice } = step;
  switch (rule) {
    case 'basis':
      return echoes && echoes.heard > 0 ? null : unclear(`"${name}": the device sent nothing back`);
    case 'heard':
      if (echoes && echoes.heard > 0) return null;
      if (!echoes || echoes.sent === 0) return unclear(`"${name}": nothing could be sent to the device`);
      return missing(`"${name}": none of ${echoes.sent} packets came back`);
    case 'sent':
      return fromDevice.srtp > 0 ? null : missing(`"${name}": the device sent nothing`);
    case 'accepted':
      return status !== null && status < 300 ? null : unclear(`"${name}": ${answered(status)}`);
    case 'refused':
      if (status === null) return unclear(`"${name}": ${answered(status)}`);
      return status >= 300 || refusedByPort(call, step) ? null : fail(`"${name}": ${answered(status)}`);
  }
}

/** Whether the device's 2xx refuses every line (RFC 3264 §6). */
function refusedByPort(call: Call, { at }: CallStep): boolean {
  const answer = call.descriptions.find((one) => one.from === 'device' && one.role === 'answer' && one.at >= at);
  return answer !== undefined && answer.media.every(({ port }) => port === 0);
}

const answered = (status: number | null): string => (status === null ? 'not answered' : `answered ${status}`);

function legTrouble({ legs = [] }: Call, rule: CallRule): Trouble | null {
  if (rule.legs === undefined) return null;
  const leg = legs.at(-1);
  if (!leg || leg.descriptions.length === 0) return unclear('there was no further call');
  if (rule.legs === 'secured') {
    if (!established(leg)) return unclear(`the further call was not set up: ${tell(leg)}`);
    return leg.fromDevice.srtp > 0 ? null : unclear(`the further call carried nothing: ${tell(leg)}`);
  }
  if (leg.status === null || leg.status.by !== 'device')
    return unclear(`the further call was not answered: ${tell(leg)}`);
  return leg.status.code >= 300 ? null : fail(`the further call was taken: ${tell(leg)}`);
}

function told(call: Call): string {
  const steps = call.steps.map(({ name, status, echoes }) => {
    const heard = echoes ? ` (${echoes.heard} of ${echoes.sent} came back)` : '';
    return `${name}${status === null ? '' : ` ${status}`}${heard}`;
  });
  const legs = (call.legs ?? []).map((leg) => `; further call: ${tell(leg)}`);
  return `${tell(call)}${steps.length > 0 ? `; ${steps.join(', ')}` : ''}${legs.join('')}`;
}
