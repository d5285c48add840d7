/** The far end's TLS connection to the proxy: messages in, messages out, and the secrets for a capture. */
import { connect, type TLSSocket } from 'node:tls';
import { LabError } from '../errors.ts';
import type { Address } from '../lab/lab.ts';
import { SipFramer } from '../wire/sip/framer.ts';
import { type SipMessage, writeSip } from '../wire/sip/message.ts';

const connectTimeout = 5000;

export interface ConnectionOptions {
  proxy: Address;
  anchor: string;
  serverName: string;
  /** Takes one NSS key-log line at a time. */
  keyLog: (line: string) => void;
}

export class ProxyConnection {
  readonly local: Address;
  onMessage: (message: SipMessage) => void = () => undefined;
  onClosed: () => void = () => undefined;
  #closedBecause: string | null = null;
  readonly #socket: TLSSocket;
  readonly #framer = new SipFramer();

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    this.local = { host: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 };
    // Without it a second small message waits for the acknowledgement of the first, 40 ms on Linux.
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error: Error) => this.#end(error.message));
    socket.on('close', () => this.#end('closed by the proxy'));
  }

  /** Throws LabError when the proxy does not accept or its certificate does not verify. */
  static open(options: ConnectionOptions): Promise<ProxyConnection> {
    const { host, port } = options.proxy;
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, ca: options.anchor, servername: options.serverName, minVersion: 'TLSv1.2' });
      const fail = (why: string): void => {
        clearTimeout(timer);
        socket.destroy();
        reject(
          new LabError('FAR_END_CONNECT', `the far end cannot connect to the proxy at ${host}:${port}: ${why}`, {
            hint: 'is Kamailio running, and does its certificate chain to the anchor of the far end?',
          }),
        );
      };
      const timer = setTimeout(() => fail(`no TLS handshake within ${connectTimeout} ms`), connectTimeout);
      const refused = (error: Error): void => fail(error.message);
      socket.on('keylog', (line: Buffer) => options.keyLog(line.toString('latin1').trim()));
      socket.once('error', refused);
      socket.once('secureConnect', () => {
        clearTimeout(timer);
        socket.off('error', refused);
        resolve(new ProxyConnection(socket));
      });
    });
  }

  /** Why it is closed, null while it is open. */
  get closedBecause(): string | null {
    return this.#closedBecause;
  }

  send(message: SipMessage): void {
    if (this.#closedBecause === null) this.#socket.write(writeSip(message));
  }

  close(): Promise<void> {
    if (this.#socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.end();
      this.#socket.destroySoon();
    });
  }

  #read(chunk: Buffer): void {
    const pings = this.#framer.pings;
    for (const message of this.#framer.push(chunk)) this.onMessage(message);
    // RFC 5626 §3.5.1: each CRLFCRLF is answered with one CRLF.
    if (this.#framer.pings > pings) this.#socket.write('\r\n'.repeat(this.#framer.pings - pings));
    if (this.#framer.error) this.#socket.destroy(this.#framer.error);
  }

  #end(why: string): void {
    if (this.#closedBecause !== null) return;
    this.#closedBecause = why;
    this.onClosed();
  }
}
