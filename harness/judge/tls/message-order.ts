/**
 * The order of the device's messages in a handshake: RFC 5246 §7.3 (figure 1) up to TLS 1.2, RFC 8446 §2 and §5 for TLS 1.3.
 * Only the device is judged; what its server sends is the lab's matter.
 */
import type { Connection, TlsMessage } from '../../evidence.ts';

/** What a step of a handshake depends on. */
export interface HandshakeFacts {
  tls13: boolean;
  /** Up to TLS 1.2: an earlier session goes on, without key exchange (RFC 5246 §7.3, figure 2). */
  abbreviated: boolean;
  /** The suite has key transport by RSA. */
  keyTransport: boolean;
  certificateRequested: boolean;
  /** The device showed a certificate, not an empty message. */
  certificateShown: boolean;
  /** A HelloRetryRequest came. */
  retried: boolean;
  closeNotified: boolean;
}

export function handshakeFacts({
  negotiated,
  messages,
  clientChain,
  certificateRequested,
}: Connection): HandshakeFacts {
  return {
    tls13: negotiated?.version === 'TLS 1.3',
    abbreviated: firstOf(messages, 'change_cipher_spec') < firstOf(messages, 'server_hello_done'),
    keyTransport: /^TLS_RSA_WITH_/.test(negotiated?.suite ?? ''),
    certificateRequested,
    certificateShown: (clientChain?.length ?? 0) > 0,
    retried: messages.some(({ type, detail }) => type === 'server_hello' && detail?.startsWith('hello retry request')),
    closeNotified: messages.some(isCloseNotify),
  };
}

/** The place of the lab's first message of the type; behind all where there is none. */
function firstOf(messages: readonly TlsMessage[], type: string): number {
  const at = messages.findIndex((one) => one.from === 'lab' && one.type === type);
  return at < 0 ? messages.length : at;
}

export const isCloseNotify = ({ type, detail }: TlsMessage): boolean =>
  type === 'alert' && detail === 'warning close_notify';

interface Step {
  type: string;
  /** May be left out. */
  optional?: true;
}

const once = (type: string, when = true): Step[] => (when ? [{ type }] : []);
const maybe = (type: string): Step[] => [{ type, optional: true }];

function stepsOf(facts: HandshakeFacts): Step[] {
  const { tls13, abbreviated, retried, certificateRequested, certificateShown } = facts;
  const proof = [...once('certificate', certificateRequested), ...once('certificate_verify', certificateShown)];
  if (tls13) {
    // RFC 8446 §5, appendix D.4: change_cipher_spec is for show, and comes between the hello and the Finished.
    const hellos = [...once('client_hello'), ...maybe('change_cipher_spec'), ...once('client_hello', retried)];
    return [...hellos, ...maybe('change_cipher_spec'), ...proof, ...once('finished')];
  }
  return [
    ...once('client_hello'),
    ...once('certificate', certificateRequested),
    ...once('client_key_exchange', !abbreviated),
    ...once('certificate_verify', certificateShown),
    ...once('change_cipher_spec'),
    ...once('finished'),
  ];
}

/** Where a connection ends, or what belongs to no handshake. */
const apart = ['alert', 'encrypted_alert', 'heartbeat', 'incomplete', 'not_listed', 'not_stored'];

/** What is wrong with the order up to the first application data, in one sentence; null: nothing, as far as it came. */
export function outOfOrder(connection: Connection): string | null {
  const facts = handshakeFacts(connection);
  const sent = connection.messages.filter(({ from }) => from === 'device').map(({ type }) => named(type, facts));
  const steps = stepsOf(facts);
  for (const type of sent) {
    if (apart.includes(type)) continue;
    if (steps.length === 0) {
      if (type === 'application_data' || type === 'key_update') return null;
      return `${wordFor(type)} behind the Finished`;
    }
    while (steps[0]?.optional && steps[0].type !== type) steps.shift();
    const wanted = steps.shift();
    if (wanted?.type !== type) return `${wordFor(type)} where ${wordFor(wanted?.type ?? 'nothing')} is due`;
  }
  return null;
}

/** A Finished that could not be read is one all the same; up to TLS 1.2 nothing else is encrypted before it. */
const named = (type: string, { tls13 }: HandshakeFacts): string =>
  type === 'encrypted_handshake' && !tls13 ? 'finished' : type.replace(/^sslv2_/, '');

/** Whether any record of the device that may have held a handshake message could not be read. */
export const hidesMessages = ({ messages }: Connection): boolean =>
  messages.some(({ from, type }) => from === 'device' && type === 'encrypted_record');

/** `ClientKeyExchange` for client_key_exchange. */
export const wordFor = (type: string): string =>
  type === 'application_data'
    ? 'application data'
    : type
        .split('_')
        .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
        .join('');
