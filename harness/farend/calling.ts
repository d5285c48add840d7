/** The far end calls the device: one INVITE to its final answer and ACK. */
import { header, type SipMessage } from '../wire/sip/message.ts';
import type { Transaction } from './agent.ts';
import { author } from './call-record.ts';
import { besideInvite, callerDialog, inDialog, sdpField } from './dialog.ts';
import type { Negotiation } from './negotiation.ts';
import { answerOffer, goodbyeMilliseconds, hangUp, type Stage, type Standing, takeAnswer } from './standing.ts';
import type { Fields } from './talk.ts';

export interface Invitation {
  /** Address of record of the device. */
  uri: string;
  negotiation: Negotiation;
  withoutOffer: boolean;
  mayClear: boolean;
  fields: Fields;
}

/** The call where it stands; null where the device refused, did not answer in the window, or made an offer that is refused. */
export async function place(stage: Stage, invitation: Invitation): Promise<Standing | null> {
  const { agent, record, flow, window } = stage;
  const { uri, negotiation, withoutOffer, mayClear } = invitation;
  const body = withoutOffer ? '' : negotiation.offer();
  const fields = [...invitation.fields, ...(body === '' ? [] : [sdpField])];
  const invite = agent.initial('INVITE', uri, `<${uri}>`, fields, body);
  record.callId = header(invite, 'Call-ID') ?? '';
  const transaction = agent.begin(invite);
  const final = (await agent.finish(transaction, window)) ?? (await cancel(stage, transaction));
  if (!final) return null;
  const code = final.status ?? 0;
  record.call.status = { code, by: author(final) };
  if (code >= 300) {
    if (author(final) === 'device') record.end('device', 'reject');
    return null;
  }
  const standing = { ...stage, dialog: callerDialog(transaction.sent, final), negotiation, mayClear };
  const text = final.body.toString();
  if (withoutOffer) return acknowledgeOffer(standing, text);
  agent.send(inDialog(standing.dialog, 'ACK', agent.via()));
  takeAnswer(standing, text);
  flow.start();
  return standing;
}

/** RFC 3261 §13.2.2.4: the answer stands in the ACK; where the offer cannot be taken all is refused in it, and BYE follows. */
async function acknowledgeOffer(standing: Standing, offer: string): Promise<Standing | null> {
  const { agent, dialog, negotiation, flow } = standing;
  const answer = answerOffer(standing, offer);
  agent.send(inDialog(dialog, 'ACK', agent.via(), [sdpField], answer ?? negotiation.refuseAll(offer)));
  if (answer !== null) {
    flow.start();
    return standing;
  }
  await hangUp(standing);
  return null;
}

/** Nothing came in the window: gives up. A final answer that crosses the CANCEL still counts when it accepts. */
async function cancel({ agent, record }: Stage, transaction: Transaction): Promise<SipMessage | null> {
  agent.send(besideInvite(transaction.sent, 'CANCEL', header(transaction.sent, 'To') ?? ''));
  record.end('far-end', 'CANCEL');
  const final = await agent.finish(transaction, goodbyeMilliseconds);
  if (final && (final.status ?? 0) < 300) {
    const dialog = callerDialog(transaction.sent, final);
    agent.send(inDialog(dialog, 'ACK', agent.via()));
    agent.send(inDialog(dialog, 'BYE', agent.via()));
  }
  return null;
}
