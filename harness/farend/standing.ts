/** A leg of a call with its dialog: what those share who act in it. */
import type { CallStep } from '../evidence.ts';
import type { SipMessage } from '../wire/sip/message.ts';
import type { Agent } from './agent.ts';
import type { CallRecord } from './call-record.ts';
import { type Dialog, inDialog } from './dialog.ts';
import type { MediaFlow } from './media-flow.ts';
import type { Negotiation } from './negotiation.ts';
import { frameMilliseconds } from './stream.ts';

export interface Stage {
  agent: Agent;
  record: CallRecord;
  flow: MediaFlow;
  /** How long an absence is waited for, ms. */
  window: number;
  /** After how long without media the device ends a call, ms; 0: never. */
  idleLimit: number;
}

export interface Standing extends Stage {
  dialog: Dialog;
  negotiation: Negotiation;
  /** Whether it sends without crypto where none was agreed. */
  mayClear: boolean;
}

/** How long an answer to BYE or CANCEL is waited for. */
export const goodbyeMilliseconds = 1000;

export const isOver = ({ record, agent }: Stage): boolean => record.ended || agent.closedBecause !== null;

export async function hangUp({ agent, record, dialog }: Standing): Promise<void> {
  record.end('far-end', 'BYE');
  await agent.finish(agent.begin(inDialog(dialog, 'BYE', agent.via())), goodbyeMilliseconds);
}

/** The device has answered an offer of the far end. */
export function takeAnswer({ negotiation, flow, mayClear }: Standing, text: string): void {
  const agreement = negotiation.answered(text);
  if (agreement) flow.agree(agreement, { mayClear });
}

/** The far end's answer to an offer of the device; null where its policy refuses that. */
export function answerOffer({ negotiation, flow, mayClear }: Standing, offer: string): string | null {
  const answer = negotiation.answer(offer);
  if (answer?.agreement) flow.agree(answer.agreement, { mayClear });
  return answer?.text ?? null;
}

/** A step of the evidence around that work; what came from the device meanwhile is counted. */
export async function step(
  { record, flow }: Stage,
  name: string,
  asked: string | null,
  work: () => Promise<SipMessage | null | void>,
): Promise<CallStep> {
  const told = record.begin(name, asked);
  const before = flow.counts();
  const answer = await work();
  const after = flow.counts();
  told.lasted = record.now() - told.at;
  told.status = answer?.status ?? null;
  told.fromDevice = {
    srtp: after.fromDevice.srtp - before.fromDevice.srtp,
    plain: after.fromDevice.plain - before.fromDevice.plain,
    undecipherable: after.fromDevice.undecipherable - before.fromDevice.undecipherable,
    rtcp: after.fromDevice.rtcp - before.fromDevice.rtcp,
    formerKey: after.fromDevice.formerKey - before.fromDevice.formerKey,
  };
  told.toDevice = { packets: after.toDevice.packets - before.toDevice.packets };
  return told;
}

/** Waits for that many more packets of the device, the window without one, or the end of the call. */
export async function morePackets(stage: Stage, count: number): Promise<void> {
  const { flow, window } = stage;
  const wanted = flow.received + count;
  const enough = (): boolean => isOver(stage) || flow.received >= wanted;
  await flow.listen(enough, window, window + 2 * count * frameMilliseconds);
}

/** A step that tells how much of what was marked came back. */
export async function echo(stage: Stage, name: string, count: number): Promise<void> {
  const { flow, window } = stage;
  let echoes = { sent: 0, heard: 0 };
  const told = await step(stage, name, null, async () => {
    echoes = await flow.echo(count, window, () => isOver(stage));
  });
  told.echoes = echoes;
}

/** The whole window, over the end of the call, too. */
export async function throughWindow({ agent, window }: Stage): Promise<void> {
  await agent.conditions.until(() => agent.closedBecause !== null, window);
}
