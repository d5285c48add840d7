/**
 * Ports where nothing secure belongs: what comes there is recorded and never answered. TCP is closed two seconds after
 * its first bytes, so that a client that waits for an answer gets an end.
 */
import type { Socket as DatagramSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { BenchError } from '../errors.ts';
import type { ClearText } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { bindDatagrams, closeServer, listen } from './listening.ts';
import { maskSecrets } from './mask.ts';
import { messageKind } from './message-kind.ts';
import type { Recorder } from './recorder.ts';

const openFor = 2000;
const lineOctets = 1024;
const mostConnections = 200;

export class Witness {
  readonly address: Address;
  readonly #server: Server;
  readonly #datagrams: DatagramSocket | null;
  readonly #sockets = new Set<Socket>();

  /**
   * `sip` listens on TCP and UDP of the same number, `http` on TCP; port 0 asks the system for one. Throws BenchError when no
   * number is free on both, and the system's error where a number of TCP is not.
   */
  static async open(port: ClearText['port'], { host, port: number }: Address, recorder: Recorder): Promise<Witness> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const server = createServer();
      const address = await listen(server, { host, port: number });
      const datagrams = port === 'sip' ? await bindDatagrams(address).catch(() => null) : null;
      if (port === 'http' || datagrams) return new Witness(port, address, server, datagrams, recorder);
      await closeServer(server);
    }
    throw new BenchError('witness-port-taken', `no port of ${host} is free on both TCP and UDP`, {
      hint: 'end programs that hold many UDP ports and start the run again',
    });
  }

  private constructor(
    port: ClearText['port'],
    address: Address,
    server: Server,
    datagrams: DatagramSocket | null,
    recorder: Recorder,
  ) {
    this.address = address;
    this.#server = server;
    this.#datagrams = datagrams;
    server.maxConnections = mostConnections;
    server.on('connection', (socket) => this.#accept(port, socket, recorder));
    datagrams?.on('message', (bytes) => {
      recorder.clearText({ at: performance.now(), transport: 'udp', port, bytes: bytes.length, ...described(bytes) });
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await closeServer(this.#server);
    const datagrams = this.#datagrams;
    if (datagrams) await new Promise<void>((resolve) => datagrams.close(() => resolve()));
  }

  #accept(port: ClearText['port'], socket: Socket, recorder: Recorder): void {
    const entry: ClearText = {
      at: performance.now(),
      transport: 'tcp',
      port,
      bytes: 0,
      kind: 'connection',
      firstLine: '',
    };
    let head: Buffer = Buffer.alloc(0);
    let timer: NodeJS.Timeout | undefined;
    this.#sockets.add(socket);
    recorder.clearText(entry);
    socket.on('data', (bytes) => {
      timer ??= setTimeout(() => socket.destroy(), openFor);
      entry.bytes += bytes.length;
      if (head.length < lineOctets) {
        head = Buffer.concat([head, bytes.subarray(0, lineOctets)]);
        Object.assign(entry, described(head));
      }
      recorder.changed();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
    });
  }
}

/** A TLS hello on such a port is no clear text; its kind says so. */
function described(bytes: Buffer): Pick<ClearText, 'kind' | 'firstLine'> {
  if (bytes[0] === 0x16 && bytes[1] === 0x03) return { kind: 'TLS', firstLine: '' };
  const line = /^(?:\r\n)*([^\r\n]*)/.exec(bytes.toString('latin1', 0, lineOctets))?.[1] ?? '';
  const shown = maskSecrets(line.replace(/[^\x20-\x7e]/g, '\ufffd')).slice(0, 256);
  return { kind: messageKind(line), firstLine: shown };
}
