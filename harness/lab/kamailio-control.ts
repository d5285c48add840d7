/** Kamailio's JSON-RPC over UDP: readiness, and dropping registrations. Works the same in both runtimes. */
import { createSocket, type Socket } from 'node:dgram';
import { LabError } from '../errors.ts';
import type { Address } from './lab.ts';

const patience = 2_000;
/** Datagrams to a program that just starts are lost, so each is sent again. */
const resendAfter = 20;

export class KamailioControl {
  readonly #address: Address;
  readonly #socket: Socket = createSocket('udp4');
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #repeating = new Set<NodeJS.Timeout>();
  #last = 0;

  constructor(address: Address) {
    this.#address = address;
    this.#socket.unref();
    // A refused datagram (nobody listens yet) comes back as an error; the next one goes out all the same.
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (bytes) => {
      const reply = parse(bytes);
      if (reply) this.#waiting.get(reply.id)?.(reply);
    });
  }

  /** Resolves when Kamailio's processes run. */
  async ready(): Promise<void> {
    await this.#call('core.uptime', [], 10_000);
  }

  async forget(user: string): Promise<void> {
    const { error } = await this.#call('ul.rm', ['location', user]);
    if (error && error.code !== 404) {
      throw new LabError('LAB_FORGET', `Kamailio did not drop the registration of ${user}: ${error.message}`);
    }
  }

  close(): void {
    // Calls that wait end by their own time-out; their datagrams must not meet a closed socket.
    for (const timer of this.#repeating) clearInterval(timer);
    this.#socket.close();
  }

  #call(method: string, params: string[], within = patience): Promise<Reply> {
    const id = ++this.#last;
    const message = JSON.stringify({ jsonrpc: '2.0', method, params, id });
    const { host, port } = this.#address;
    return new Promise((resolve, reject) => {
      const send = (): void => this.#socket.send(message, port, host, () => undefined);
      const again = setInterval(send, resendAfter);
      this.#repeating.add(again);
      const end = setTimeout(() => {
        finish();
        reject(new LabError('LAB_KAMAILIO_SILENT', `Kamailio did not answer ${method} within ${within} ms`));
      }, within);
      const finish = (): void => {
        clearInterval(again);
        this.#repeating.delete(again);
        clearTimeout(end);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, (reply) => {
        finish();
        resolve(reply);
      });
      send();
    });
  }
}

interface Reply {
  id: number;
  error?: { code: number; message: string };
}

function parse(bytes: Buffer): Reply | null {
  try {
    return JSON.parse(bytes.toString('utf8')) as Reply;
  } catch {
    return null;
  }
}
