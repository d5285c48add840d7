/** The flaw `resumes-sessions-without-checking`: a session is resumed wherever its ticket is taken, and nothing is looked at. */
import { connect, TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectOptions, Surroundings } from '../contracts.ts';

const PATIENCE_MS = 2000;

export class Sessions {
  readonly #surroundings: Pick<Surroundings, 'resolve'>;
  /** One for each service, whichever server gave it. */
  readonly #tickets = new Map<ConnectOptions['service'], Buffer>();

  constructor(surroundings: Pick<Surroundings, 'resolve'>) {
    this.#surroundings = surroundings;
  }

  /** Keeps what the server gives this connection. */
  watch(service: ConnectOptions['service'], stream: Duplex): void {
    if (stream instanceof TLSSocket) stream.on('session', (ticket) => this.#tickets.set(service, ticket));
  }

  /** Null where there is no ticket, or the server does not take it. */
  async resume({ service, host, port }: ConnectOptions): Promise<Duplex | null> {
    const session = this.#tickets.get(service);
    if (!session) return null;
    const address = await this.#surroundings.resolve(host);
    const stream = connect({
      host: address,
      port,
      session,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
    });
    const taken = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), PATIENCE_MS);
      const settle = (isResumed: boolean): void => {
        clearTimeout(late);
        resolve(isResumed);
      };
      stream.on('error', () => settle(false));
      stream.once('close', () => settle(false));
      stream.once('secureConnect', () => settle(stream.isSessionReused()));
    });
    if (taken) {
      this.watch(service, stream);
      return stream;
    }
    stream.destroy();
    return null;
  }
}
