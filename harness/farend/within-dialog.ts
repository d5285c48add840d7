/** Requests of the device within an established call. */
import { responseTo, type SipMessage } from '../wire/sip/message.ts';
import { pressedKeys } from '../wire/sip/pressed-keys.ts';
import { refreshTarget, sdpField } from './dialog.ts';
import { answerOffer, type Standing, takeAnswer } from './standing.ts';

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
    takeAnswer(this.#standing, text);
  }

  #renegotiate(message: SipMessage): void {
    const { agent, dialog, negotiation } = this.#standing;
    const text = message.body.toString();
    const answer = text === '' ? null : answerOffer(this.#standing, text);
    if (text !== '' && answer === null) {
      // RFC 3261 §14.2: 488 leaves the session as it is.
      agent.send(responseTo(message, 488, 'Not Acceptable Here'));
      return;
    }
    refreshTarget(dialog, message);
    this.#offered = text === '' && message.method === 'INVITE';
    const body = answer ?? (this.#offered ? negotiation.offer(negotiation.own) : '');
    const headers = [['Contact', agent.contact] as const, ...(body === '' ? [] : [sdpField])];
    agent.send(responseTo(message, 200, 'OK', { headers, body }));
  }
}
