/**
 * Sessions that a server of TLS 1.2 has given out, for another connection to go on with: by ticket to whoever takes tickets
 * (RFC 5077), by session id to anybody else (RFC 5246 §7.4.1.2). Neither tells the client anything: what a session is stays
 * here, under what was given out for it.
 */
import { randomBytes } from 'node:crypto';
import { type ClientHello, extension } from '../messages/client-hello.ts';
import type { ClientAuthentication } from './server-watcher.ts';

export interface Session12 {
  suite: number;
  master: Buffer;
  /** The master secret is an extended one (RFC 7627 §4). */
  extended: boolean;
  /** What the client showed of itself when the session began. */
  client: ClientAuthentication;
}

/** A session id, or a ticket, for a session that is not made yet. */
export interface Handle {
  kind: 'id' | 'ticket';
  value: Buffer;
}

/** One device needs one; a few more leave room for connections at the same time. */
const mostKept = 8;
const handleOctets = 32;

/** Those of one server, whichever connection they are from. The oldest goes first. */
export class Sessions12 {
  readonly #kept = new Map<string, Session12>();

  /** In the form that the client can keep. */
  handleFor(client: ClientHello): Handle {
    const takesTickets = extension(client, 'session_ticket') !== undefined;
    return { kind: takesTickets ? 'ticket' : 'id', value: randomBytes(handleOctets) };
  }

  keep({ value }: Handle, session: Session12): void {
    this.#kept.set(value.toString('hex'), session);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** The session that the client asks for; null where it asks for none, or for one that is not known (any more). */
  askedFor(client: ClientHello): Session12 | null {
    const ticket = extension(client, 'session_ticket') ?? Buffer.alloc(0);
    const found = [ticket, client.sessionId].map((value) => this.#kept.get(value.toString('hex')));
    const session = found.find((each) => each !== undefined);
    // RFC 5246 §7.4.1.2: the suite of the session is among those offered.
    return session && client.suites.includes(session.suite) ? session : null;
  }
}
