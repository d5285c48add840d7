/**
 * The scripted server without a bench: each connection is answered with the next row, and what the client made of it is read
 * from the recorded bytes. A connection without a ClientHello uses up no row.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { LabError } from '../errors.ts';
import { stackAnswer, type StackAnswer } from '../judge/tls/stack-answer.ts';
import { firstFromDevice } from '../judge/bench-part.ts';
import type { Pki } from '../pki/pki.ts';
import { closeServer, listen } from '../tap/listening.ts';
import { defaultLimits, Recorder } from '../tap/recorder.ts';
import { Relay } from '../tap/relay.ts';
import { transcribe } from '../tap/transcript.ts';
import type { TlsFaultName } from '../wire/tls/tls-faults.ts';
import type { Address } from './lab.ts';
import { courteousService } from './peers/courteous-service.ts';
import type { Peer } from './peers/peer.ts';
import { startScriptedTls } from './peers/scripted-tls.ts';

export interface Answered<Row> {
  row: Row;
  /** Address and port of the client. */
  from: string;
  /** Null where what came of it cannot be read. */
  answer: StackAnswer | null;
  /** `HTTP GET`, `SIP REGISTER`; null where none came. */
  request: string | null;
}

export interface ScriptOptions<Row> {
  at: Address;
  pki: Pki;
  rows: readonly Row[];
  tell: (answered: Answered<Row>) => void;
}

/** A client that neither goes on nor ends is let go after this time, ms; the scripted server gives up before. */
const longest = 20_000;
/** After the scripted server has ended its side, the client may end its own. */
const grace = 2000;

export class ScriptServer<Row extends { tls: TlsFaultName }> {
  readonly #options: ScriptOptions<Row>;
  readonly #server: Server;
  readonly #recorder = new Recorder(defaultLimits);
  readonly #sockets = new Set<Socket>();
  readonly #waiting: Row[];
  #left: number;
  #over: () => void = () => undefined;
  /** Resolves when every row was answered, or at `stop`. */
  readonly ended = new Promise<void>((resolve) => (this.#over = resolve));
  address: Address;

  /** Rejects with LabError where nothing can listen. */
  static async open<Row extends { tls: TlsFaultName }>(options: ScriptOptions<Row>): Promise<ScriptServer<Row>> {
    const script = new ScriptServer(options);
    script.address = await listen(script.#server, options.at).catch((cause: Error) => {
      const { host, port } = options.at;
      throw new LabError('CANNOT_LISTEN', `${host}:${port}: ${cause.message}`, { cause });
    });
    return script;
  }

  private constructor(options: ScriptOptions<Row>) {
    this.#options = options;
    this.address = options.at;
    this.#waiting = [...options.rows];
    this.#left = options.rows.length;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const row = this.#waiting.shift();
      // Those that come while the last rows are still being answered get nothing.
      if (!row) return void socket.on('error', () => undefined).resetAndDestroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      void this.#answer(socket, row);
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await closeServer(this.#server);
    this.#over();
  }

  async #answer(device: Socket, row: Row): Promise<void> {
    const from = { host: device.remoteAddress ?? '?', port: device.remotePort ?? 0 };
    // A peer for each connection: connections at the same time get rows of their own.
    const peer = await startScriptedTls({ pki: this.#options.pki, front: 'provisioning', service: courteousService });
    const heard = listening(peer);
    peer.present({ tls: row.tls });
    const record = this.#recorder.open('provisioning', from);
    const relay = new Relay(device, peer.address, record, () => undefined);
    await Promise.race([
      relay.ended,
      heard.over.then(() => pause(grace, null, { ref: false })),
      pause(longest, null, { ref: false }),
    ]);
    await relay.end();
    await Promise.race([heard.over, pause(grace, null, { ref: false })]);
    await peer.stop();
    const connection = transcribe(record.connection, heard.keyLog.join('\n'), record.connection.openedAt);
    if (!connection.hello) return void this.#waiting.unshift(row);
    const witness = { program: 'scripted-tls', lines: heard.lines } as const;
    this.#options.tell({
      row,
      from: `${from.host}:${from.port}`,
      answer: stackAnswer({ connections: [connection], witness }),
      request: firstFromDevice(connection)?.kind ?? null,
    });
    this.#left -= 1;
    if (this.#left === 0) await this.stop();
  }
}

/** What a peer says of its one connection; `over` when it is done with it. */
function listening(peer: Peer): { lines: string[]; keyLog: string[]; over: Promise<void> } {
  const [lines, keyLog]: [string[], string[]] = [[], []];
  peer.onKeyLog((line) => keyLog.push(line));
  const over = new Promise<void>((resolve) =>
    peer.onLine((line) => {
      lines.push(line);
      if (/; |answered with|no request/.test(line)) resolve();
    }),
  );
  return { lines, keyLog, over };
}
