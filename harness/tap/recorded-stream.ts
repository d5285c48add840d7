/** A TCP connection of the bench itself, recorded as those of the device are, for a TLS client to run over. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Chunk, RecordedConnection } from './tap.ts';

/** The bench is the client, so what it sends stands where the device's bytes stand in a tapped connection. */
export class RecordedStream extends Duplex {
  readonly recorded: RecordedConnection;
  /** Resolves when the other side has closed, by FIN or reset, or when this one is released. */
  readonly ended: Promise<void>;
  readonly #socket: Socket;

  /** @param socket connected */
  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    const device = { host: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    const closed = { by: 'open', how: 'none', at: null } as const;
    this.recorded = { id: 0, front: 'sip', openedAt: performance.now(), device, chunks: [], closed };
    this.ended = new Promise((resolve) => {
      socket.on('end', () => resolve()).on('close', () => resolve());
    });
    socket.on('data', (bytes: Buffer) => {
      this.#keep('lab', bytes);
      if (!this.destroyed && !this.push(bytes)) socket.pause();
    });
    socket.on('end', () => {
      this.#closed('fin');
      if (!this.destroyed) this.push(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#closed('rst');
      this.destroy(error);
    });
    socket.on('close', () => this.destroy());
  }

  /** Closes the connection. A TLS client that gave up leaves it open till then, so that the other side's close is seen. */
  release(): void {
    this.destroy();
    this.#socket.destroy();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#keep('device', bytes);
    this.#socket.write(bytes, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.resume();
    done(error);
  }

  #keep(from: Chunk['from'], bytes: Buffer): void {
    this.recorded.chunks.push({ at: performance.now(), from, bytes: Buffer.from(bytes) });
  }

  /** The first close counts. */
  #closed(how: 'fin' | 'rst'): void {
    if (this.recorded.closed.by === 'open') this.recorded.closed = { by: 'lab', how, at: performance.now() };
  }
}
