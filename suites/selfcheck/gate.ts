/** A port at which whoever connects waits until it is let through; or for ever, which is how a silent server behaves. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export class Gate {
  readonly port: number;
  readonly #waiting: Set<Socket>;
  readonly #came: Promise<unknown>;

  private constructor(port: number, waiting: Set<Socket>, came: Promise<unknown>) {
    this.port = port;
    this.#waiting = waiting;
    this.#came = came;
  }

  static async open(): Promise<Gate> {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
    }).unref();
    const came = once(server, 'connection');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Gate((server.address() as AddressInfo).port, waiting, came);
  }

  /** Resolves when somebody waits at the gate. */
  async reached(): Promise<void> {
    await this.#came;
  }

  letThrough(): void {
    for (const socket of this.#waiting) socket.destroy();
  }
}
