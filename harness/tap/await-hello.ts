/** Reads a connection until its ClientHello is whole, and answers that with an alert. Bounded in time and memory. */
import type { Socket } from 'node:net';
import type { ClientHelloFacts } from '../evidence.ts';
import { Conversation } from '../wire/tls/conversation.ts';
import type { TlsEvent } from '../wire/tls/events.ts';
import { helloFacts } from './handshake-facts.ts';

export interface AwaitedHello {
  /** ISO time of the connection. */
  at: string;
  /** Address and port of the client. */
  from: string;
  hello: ClientHelloFacts | null;
  /** Why there is no ClientHello; null where there is one. */
  reason: string | null;
}

/** No honest hello is as long; RFC 8446 §4 allows 16 MiB. */
const mostOctets = 128 * 1024;
const patience = 10_000;

/** handshake_failure, fatal (RFC 8446 §6.2). */
const refusal = Buffer.from([21, 3, 3, 0, 2, 2, 40]);

/** Never rejects. */
export function awaitHello(socket: Socket, patienceMs = patience): Promise<AwaitedHello> {
  const conversation = new Conversation('');
  const at = new Date().toISOString();
  const from = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
  let octets = 0;
  let isSettled = false;
  return new Promise((resolve) => {
    const settle = (hello: ClientHelloFacts | null, reason: string | null): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      socket.removeAllListeners('data');
      // What still comes is dropped, and the client has the alert before the connection is gone.
      socket.resume();
      if (hello) socket.end(refusal);
      else socket.destroy();
      setTimeout(() => socket.destroy(), 1000).unref();
      resolve({ at, from, hello, reason });
    };
    const timer = setTimeout(() => settle(null, `${octets} octets in ${patienceMs} ms`), patienceMs);
    socket.on('error', (error) => settle(null, error.message));
    socket.once('end', () => settle(null, octets === 0 ? 'closed without a byte' : `closed after ${octets} octets`));
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      for (const event of conversation.push('client', chunk)) {
        const found = helloIn(event);
        if (found) return settle('hello' in found ? found.hello : null, 'reason' in found ? found.reason : null);
      }
      if (octets > mostOctets) settle(null, `no end after ${octets} octets`);
    });
  });
}

function helloIn(event: TlsEvent): { hello: ClientHelloFacts } | { reason: string } | null {
  if (event.kind === 'clear') return { reason: 'no TLS' };
  if (event.kind !== 'handshake') return { reason: `${event.kind} in place of a ClientHello` };
  const { content } = event;
  if (content.type === 'client_hello')
    return { hello: helloFacts(content.hello, content.whole, content.recordVersion) };
  return { reason: content.type === 'malformed' ? `malformed: ${content.reason}` : `${event.name} in place of it` };
}
