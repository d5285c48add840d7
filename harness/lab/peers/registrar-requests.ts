/** Requests that the registrar sends of its own accord. */
import { randomBytes } from 'node:crypto';
import { besideInvite, callerDialog, type Dialog, inDialog } from '../../farend/dialog.ts';
import { header, request, type SipMessage } from '../../wire/sip/message.ts';
import type { Fields, SipCall } from './sip-script.ts';

/** What the registrar is reached over. */
export type Over = 'tls' | 'tcp';

/** Outside any dialog (RFC 3261 §8.1.1). */
export function initialRequest(
  domain: string,
  uri: string,
  method: string,
  fields: Fields,
  body: string,
  over: Over = 'tls',
): SipMessage {
  return request(
    method,
    uri,
    [
      ['Via', viaOf(domain, over)],
      ['Max-Forwards', '70'],
      ['From', `<sip:bench@${domain}>;tag=${token()}`],
      ['To', `<${uri.replace(/;.*$/, '')}>`],
      ['Call-ID', token()],
      ['CSeq', `1 ${method}`],
      ['Contact', `<sip:bench@${domain};transport=${over}>`],
      ...fields,
    ],
    body,
  );
}

/** The ACK of a final response (RFC 3261 §13.2.2.4 and §17.1.1.3). */
export function acknowledgement(domain: string, invite: SipMessage, final: SipMessage, over: Over = 'tls'): SipMessage {
  const isRefusal = (final.status ?? 0) >= 300;
  if (isRefusal) return besideInvite(invite, 'ACK', header(final, 'To') ?? '');
  return inDialog(callerDialog(invite, final), 'ACK', viaOf(domain, over));
}

/** A call whose requests take their numbers from the dialog. */
export const standingCall = (domain: string, invite: SipMessage, dialog: Dialog, over: Over = 'tls'): SipCall => ({
  invite,
  request: (method, fields = [], body = '') => inDialog(dialog, method, viaOf(domain, over), fields, body),
});

const viaOf = (domain: string, over: Over): string =>
  `SIP/2.0/${over.toUpperCase()} bench.${domain};branch=z9hG4bK${token()}`;

const token = (): string => randomBytes(9).toString('hex');
