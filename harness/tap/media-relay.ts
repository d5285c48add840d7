/**
 * A relay for the media between two devices, so that both directions of a call between third parties can be recorded. The
 * proxy directs it by the control protocol of rtpproxy over UDP, and puts its ports into the descriptions that it passes on.
 */
import type { Socket } from 'node:dgram';
import type { Address } from '../lab/lab.ts';
import { bindDatagrams } from './listening.ts';
import type { RecordedDatagram } from './tap.ts';

export type Party = 'caller' | 'callee';

export interface RelayedDatagram extends RecordedDatagram {
  by: Party;
}

/** One call: a port towards each side. What comes to the one leaves by the other. */
interface Session {
  ports: Record<Party, Socket>;
  /** Where each side receives, by its own description; null until it is known. */
  peers: Record<Party, Address | null>;
  datagrams: RelayedDatagram[];
}

const protocolVersion = '20040107';
const mostSessions = 100;
const mostDatagrams = 5000;
const syntaxError = 'E1';
const otherSide = { caller: 'callee', callee: 'caller' } as const;

export class MediaRelay {
  readonly #control: Socket;
  readonly #host: string;
  readonly #sessions = new Map<string, Session>();
  #passed: () => void = () => undefined;

  private constructor(control: Socket, host: string) {
    this.#control = control;
    this.#host = host;
    control.on('message', (bytes, from) => {
      void this.#answer(bytes.toString('latin1')).then((answer) => {
        if (answer !== null) control.send(answer, from.port, from.address, () => undefined);
      });
    });
  }

  /** @param host where both devices can send media to. */
  static async start(host: string): Promise<MediaRelay> {
    return new MediaRelay(await bindDatagrams({ host: '127.0.0.1', port: 0 }), host);
  }

  /** Where the proxy sends its commands. */
  get control(): Address {
    const { address, port } = this.#control.address();
    return { host: address, port };
  }

  /** What passed in a call so far, in order; empty for one that the relay knows nothing of. `at` is monotonic. */
  datagrams(callId: string): readonly RelayedDatagram[] {
    return this.#sessions.get(callId)?.datagrams ?? [];
  }

  /** Resolves to true when so many datagrams of each side have passed in the newest call, to false after `ms` without. */
  until(count: number, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (met: boolean): void => {
        clearTimeout(timer);
        this.#passed = () => undefined;
        resolve(met);
      };
      const timer = setTimeout(() => end(false), ms);
      this.#passed = () => {
        const datagrams = [...this.#sessions.values()].at(-1)?.datagrams ?? [];
        const callers = datagrams.filter(({ by }) => by === 'caller').length;
        if (Math.min(callers, datagrams.length - callers) >= count) end(true);
      };
      this.#passed();
    });
  }

  async stop(): Promise<void> {
    const ports = [...this.#sessions.values()].flatMap(({ ports: { caller, callee } }) => [caller, callee]);
    this.#sessions.clear();
    await Promise.all([this.#control, ...ports].map((socket) => new Promise<void>((done) => socket.close(done))));
  }

  /** Null for what has not even a cookie. */
  async #answer(text: string): Promise<string | null> {
    const [cookie, command = '', callId = '', host = '', port = ''] = text.trim().split(/\s+/);
    if (!cookie || command === '') return null;
    return `${cookie} ${await this.#obey(command, callId, { host, port: Number(port) })}\n`;
  }

  async #obey(command: string, callId: string, peer: Address): Promise<string> {
    switch (command[0]) {
      case 'V':
        return command === 'VF' ? '1' : protocolVersion;
      // The offer of the caller: its port is the one that the callee is told, and the other way round for the answer.
      case 'U':
        return this.#place(callId, 'caller', peer);
      case 'L':
        return this.#place(callId, 'callee', peer);
      case 'D':
        return this.#sessions.has(callId) ? '0' : 'E8';
      default:
        return syntaxError;
    }
  }

  async #place(callId: string, by: Party, peer: Address): Promise<string> {
    if (callId === '' || !(peer.port > 0 && peer.port < 65536)) return syntaxError;
    const session = this.#sessions.get(callId) ?? (await this.#open(callId));
    if (!session) return 'E7';
    session.peers[by] = peer;
    return `${session.ports[otherSide[by]].address().port} ${this.#host}`;
  }

  async #open(callId: string): Promise<Session | null> {
    if (this.#sessions.size >= mostSessions) return null;
    const [caller, callee] = await Promise.all([this.#port(), this.#port()]);
    const session: Session = { ports: { caller, callee }, peers: { caller: null, callee: null }, datagrams: [] };
    this.#sessions.set(callId, session);
    for (const by of ['caller', 'callee'] as const) {
      const socket = session.ports[by];
      socket.on('message', (bytes, { address: host, port }) => this.#pass(session, by, bytes, { host, port }));
    }
    return session;
  }

  #port(): Promise<Socket> {
    return bindDatagrams({ host: this.#host, port: 0 });
  }

  #pass({ ports, peers, datagrams }: Session, by: Party, bytes: Buffer, from: Address): void {
    const to = peers[otherSide[by]];
    if (!to) return;
    if (datagrams.length < mostDatagrams) datagrams.push({ by, at: performance.now(), from, to, bytes });
    ports[otherSide[by]].send(bytes, to.port, to.host, () => undefined);
    this.#passed();
  }
}
