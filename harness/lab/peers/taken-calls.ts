/**
 * Calls of the device to the registrar itself: whoever calls `bench` is answered at once, without media (RFC 3261 §13.3).
 */
import { randomBytes } from 'node:crypto';
import { calleeDialog, type Dialog, isWithinDialog, sdpField } from '../../farend/dialog.ts';
import { isSrtpSuite, masterOctets } from '../../wire/media/srtp-suites.ts';
import { writeCrypto } from '../../wire/sdp/crypto-attribute.ts';
import { activeAudio, parseSdp, type SessionDescription } from '../../wire/sdp/sdp.ts';
import { header, responseTo, type SipMessage } from '../../wire/sip/message.ts';
import type { Over } from './registrar-requests.ts';
import { quietDescription } from './questions.ts';

export interface Taken {
  invite: SipMessage;
  dialog: Dialog;
  tag: string;
  confirmed: boolean;
}

/** At a time; a device that calls without end is busy. */
const mostCalls = 50;

const answered = ['INVITE', 'UPDATE', 'OPTIONS', 'INFO', 'BYE'];

export class TakenCalls {
  readonly #over: Over;
  readonly #calls = new Map<string, Taken>();

  constructor(over: Over) {
    this.#over = over;
  }

  /** The response to a request of a call, null for what is not answered; undefined where it belongs to no call. */
  answer(request: SipMessage): SipMessage | null | undefined {
    const call = this.#calls.get(header(request, 'Call-ID') ?? '');
    if (!isWithinDialog(request)) {
      if (request.method === 'INVITE' && /^sips?:bench@/i.test(request.uri ?? '')) return this.#take(request);
      return call && request.method === 'CANCEL' ? responseTo(request, 200, 'OK', { toTag: call.tag }) : undefined;
    }
    if (!call || request.method === null) return undefined;
    if (request.method === 'ACK') {
      call.confirmed = true;
      return null;
    }
    if (!answered.includes(request.method)) return undefined;
    if (request.method === 'BYE') this.#calls.delete(call.dialog.callId);
    return request.method === 'INVITE' ? accepted(request, call.tag, this.#over) : responseTo(request, 200, 'OK');
  }

  /** The call that this INVITE has begun; null where it has begun none. `confirmed` as soon as its ACK has come. */
  begunBy(invite: SipMessage): Readonly<Taken> | null {
    const call = this.#calls.get(header(invite, 'Call-ID') ?? '');
    return call?.invite === invite ? call : null;
  }

  #take(invite: SipMessage): SipMessage {
    const tag = randomBytes(8).toString('hex');
    if (this.#calls.size >= mostCalls) return responseTo(invite, 486, 'Busy Here', { toTag: tag });
    const response = accepted(invite, tag, this.#over);
    if (response.status === 200) {
      const dialog = calleeDialog(invite, tag);
      this.#calls.set(dialog.callId, { invite, dialog, tag, confirmed: false });
    }
    return response;
  }
}

function accepted(invite: SipMessage, toTag: string, over: Over): SipMessage {
  const body = inactiveAnswer(parseSdp(invite.body.toString()));
  if (!body) return responseTo(invite, 488, 'Not Acceptable Here', { toTag });
  // RFC 3261 §12.1.1: the contact is a SIPS URI where the call was one to a SIPS URI.
  const called = (invite.uri ?? '').split(';')[0] ?? '';
  const contact = /^sips:/i.test(called) ? `<${called}>` : `<${called};transport=${over}>`;
  return responseTo(invite, 200, 'OK', {
    toTag,
    headers: [['Contact', contact], sdpField],
    body,
  });
}

/** RFC 3264 §6: the first audio line is taken as it is offered, encrypted where that is possible, but nothing is to flow. */
function inactiveAnswer(offer: SessionDescription): string | null {
  const audio = activeAudio(offer);
  if (!audio) return null;
  const media = offer.media.flatMap((line) => {
    if (line !== audio) return [`m=${line.kind} 0 ${line.profile} ${line.formats.join(' ')}`];
    const crypto = line.crypto.find(({ suite }) => isSrtpSuite(suite));
    const key = crypto && isSrtpSuite(crypto.suite) ? randomBytes(masterOctets(crypto.suite)) : null;
    return [
      `m=audio 9 ${line.profile} ${line.formats[0] ?? '0'}`,
      'a=inactive',
      ...(crypto && key ? [writeCrypto(crypto.tag, crypto.suite, key)] : []),
    ];
  });
  return quietDescription(...media);
}
