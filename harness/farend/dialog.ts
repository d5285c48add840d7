/** SIP dialogs (RFC 3261 §12): what a request within a call needs. Over TLS nothing is retransmitted. */
import { addressUri, header, headerItems, parameter, request, type SipMessage } from '../wire/sip/message.ts';

export interface Dialog {
  callId: string;
  /** Values of From and To for requests of ours, with tags. */
  local: string;
  remote: string;
  /** Route set, nearest proxy first. */
  routes: string[];
  target: string;
  /** CSeq of our last request. */
  sequence: number;
}

/** We were called: the dialog of an INVITE and the tag we answered with (RFC 3261 §12.1.1). */
export function calleeDialog(invite: SipMessage, tag: string): Dialog {
  return {
    callId: header(invite, 'Call-ID') ?? '',
    local: `${header(invite, 'To') ?? ''};tag=${tag}`,
    remote: header(invite, 'From') ?? '',
    routes: headerItems(invite, 'Record-Route'),
    target: targetOf(invite),
    sequence: 0,
  };
}

/** We called: the dialog of our INVITE and its 2xx (RFC 3261 §12.1.2). */
export function callerDialog(invite: SipMessage, answer: SipMessage): Dialog {
  return {
    callId: header(invite, 'Call-ID') ?? '',
    local: header(invite, 'From') ?? '',
    remote: header(answer, 'To') ?? '',
    routes: headerItems(answer, 'Record-Route').reverse(),
    target: targetOf(answer),
    sequence: parseInt(header(invite, 'CSeq') ?? '1', 10),
  };
}

/** RFC 3261 §12.2.1.2: the Contact of the 2xx to a re-INVITE is where requests go from then on. */
export function refreshTarget(dialog: Dialog, message: SipMessage): void {
  if (headerItems(message, 'Contact').length > 0) dialog.target = targetOf(message);
}

function targetOf(message: SipMessage): string {
  return addressUri(headerItems(message, 'Contact')[0] ?? header(message, message.method ? 'From' : 'To') ?? '');
}

/** A request within the dialog; ACK takes the number of the INVITE (RFC 3261 §13.2.2.4), all others the next one. */
export function inDialog(
  dialog: Dialog,
  method: string,
  via: string,
  fields: readonly (readonly [string, string])[] = [],
  body = '',
): SipMessage {
  if (method !== 'ACK') dialog.sequence++;
  const head = [
    ['Via', via],
    ['Max-Forwards', '70'],
    ...dialog.routes.map((route) => ['Route', route] as const),
    ['From', dialog.local],
    ['To', dialog.remote],
    ['Call-ID', dialog.callId],
    ['CSeq', `${dialog.sequence} ${method}`],
  ] as const;
  return request(method, dialog.target, [...head, ...fields], body);
}

/** The field that a request or response with a session description has. */
export const sdpField = ['Content-Type', 'application/sdp'] as const;

/** ACK of a refusal and CANCEL: they repeat Via, route and number of the INVITE (RFC 3261 §9.1, §17.1.1.3). */
export function besideInvite(invite: SipMessage, method: 'ACK' | 'CANCEL', to: string): SipMessage {
  const number = parseInt(header(invite, 'CSeq') ?? '1', 10);
  return request(method, invite.uri ?? '', [
    ['Via', header(invite, 'Via') ?? ''],
    ['Max-Forwards', '70'],
    ...headerItems(invite, 'Route').map((route) => ['Route', route] as const),
    ['From', header(invite, 'From') ?? ''],
    ['To', to],
    ['Call-ID', header(invite, 'Call-ID') ?? ''],
    ['CSeq', `${number} ${method}`],
  ]);
}

/** Whether a request belongs to a dialog or call that began before: its To has a tag. */
export function isWithinDialog(message: SipMessage): boolean {
  return parameter(header(message, 'To') ?? '', 'tag') !== undefined;
}
