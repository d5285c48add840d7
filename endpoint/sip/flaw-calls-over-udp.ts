/** For `takes-calls-over-udp`: whoever calls at the UDP port of the number of the listener's makes the device ring. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Surroundings } from '../contracts.ts';
import { bareResponse, readRequest } from './bare-message.ts';

export class CallsOverUdp {
  readonly #surroundings: Pick<Surroundings, 'flaws' | 'log'>;
  readonly #at: () => { address: string; port: number } | null;
  #socket: Socket | null = null;

  /** `at`: where the listener is; null: nowhere. */
  constructor(surroundings: Pick<Surroundings, 'flaws' | 'log'>, at: () => { address: string; port: number } | null) {
    this.#surroundings = surroundings;
    this.#at = at;
    surroundings.flaws.onChange(() => this.settle());
  }

  /** Opens or closes the port, as flaw and listener now say. */
  settle(): void {
    const { flaws, log } = this.#surroundings;
    const where = flaws.has('takes-calls-over-udp') ? this.#at() : null;
    this.#socket?.close();
    this.#socket = null;
    if (where === null) return;
    const socket = createSocket(isIPv6(where.address) ? 'udp6' : 'udp4');
    socket.on('error', (error) => log(`calls over UDP cannot be taken: ${error.message}`));
    socket.on('message', (octets, { address, port }) => {
      const request = readRequest(octets.toString('utf8'));
      if (request?.method === 'INVITE') socket.send(bareResponse(request, '180 Ringing'), port, address);
    });
    socket.bind(where.port, where.address);
    this.#socket = socket.unref();
  }
}
