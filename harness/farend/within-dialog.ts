/** Requests of the device within an established call. */
import { responseTo, type SipMessage } from '../wire/sip/message.ts';
import { pressedKeys } from '../wire/sip/pressed-keys.ts';
import { refreshTarget, sdpField } from './dialog.ts';
import type { Standing } from './standing.ts';

export class WithinDialog {
  /** Methods of what came. */
  readonly heard = new Set<string>();
  readonly #standing: Standing;
  /** Whether the ACK that comes next answers an offer of ours. */
  #offered: boolean;

  /** `offered`: the far end's 200 to the device's INVITE was an offer. */
  constructor(standing: Standing, offered: boolean) {
    this.#standing = standing;
    this.#offered = offered;
  }

  take(message: SipMessage): void {
    const { agent, record, flow } = this.#standing;
    this.heard.add(message.method ?? '');
    for (const key of pressedKeys(message)) flow.ports.current.keys.push({ key, by: 'info' });
    switch (message.method) {
      case 'ACK':
        this.#acknowledged(message.body.toString());
        break;
      case 'BYE':
        agent.send(responseTo(message, 200, 'OK'));
        record.end('device', 'BYE');
        break;
      case 'INVITE':
      case 'UPDATE':
        this.#renegotiate(message);
        break;
      case 'REFER':
        agent.send(responseTo(message, 202, 'Accepted', { headers: [['Contact', agent.contact]] }));
        break;
      default:
        agent.send(responseTo(message, 200, 'OK'));
    }
  }

  #acknowledged(text: string): void {
    if (!this.#offered) return;
    this.#offered = false;
    const { negotiation, flow, mayClear } = this.#standing;
    const agreement = negotiation.answered(text);
    if (agreement) flow.agree(agreement, { mayClear });
  }

  #renegotiate(message: SipMessage): void {
    const { agent, dialog, negotiation, flow, mayClear } = this.#standing;
    const text = message.body.toString();
    const answer = text === '' ? null : negotiation.answer(text);
    if (text !== '' && !answer) {
      // RFC 3261 §14.2: 488 leaves the session as it is.
      agent.send(responseTo(message, 488, 'Not Acceptable Here'));
      return;
    }
    refreshTarget(dialog, message);
    if (answer?.agreement) flow.agree(answer.agreement, { mayClear });
    this.#offered = text === '' && message.method === 'INVITE';
    const body = answer?.text ?? (this.#offered ? negotiation.offer(negotiation.own) : '');
    const headers = [['Contact', agent.contact] as const, ...(body === '' ? [] : [sdpField])];
    agent.send(responseTo(message, 200, 'OK', { headers, body }));
  }
}
