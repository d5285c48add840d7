/** The TLS side of a peer: certificate, version and client authentication as the presentation says, per connection. */
import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  createServer,
  DEFAULT_CIPHERS,
  type SecureVersion,
  type Server,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import type { Program } from '../../evidence.ts';
import type { Pki } from '../../pki/pki.ts';
import type { Address } from '../lab.ts';
import type { Presentation } from '../presentation.ts';
import type { Peer, Served } from './peer.ts';
import { PeerPort } from './port.ts';

/** A connection whose handshake is complete. */
export interface SecureConnection {
  socket: TLSSocket;
  presentation: Presentation;
  /** A witness line that begins with version, suite and leaf of this connection. */
  say: (text: string) => void;
}

export interface TlsPeerOptions {
  program: Program;
  pki: Pki;
  /** The host that the certificates name. */
  host: string;
  serve(connection: SecureConnection): void;
  /** Throws LabError for a presentation that this peer can not serve. */
  check?(presentation: Presentation): void;
}

const handshakeTimeout = 10_000;

const nodeVersion: Record<NonNullable<Presentation['version']>, SecureVersion> = {
  'TLS 1.0': 'TLSv1',
  'TLS 1.1': 'TLSv1.1',
  'TLS 1.2': 'TLSv1.2',
  'TLS 1.3': 'TLSv1.3',
};

export class TlsPeer implements Peer {
  readonly program: Program;
  readonly #options: TlsPeerOptions;
  readonly #port: PeerPort;
  #current: Server;

  private constructor(options: TlsPeerOptions, port: PeerPort) {
    this.program = options.program;
    this.#options = options;
    this.#port = port;
    this.#current = this.#profile({}).server;
  }

  /** Listens and presents the good case. */
  static async start(options: TlsPeerOptions): Promise<TlsPeer> {
    const port = await PeerPort.open(options.program, (socket) => peer.#accept(socket));
    const peer: TlsPeer = new TlsPeer(options, port);
    return peer;
  }

  get address(): Address {
    return this.#port.address;
  }

  present(presentation: Presentation): Served {
    this.#options.check?.(presentation);
    const { server, leafSha256 } = this.#profile(presentation);
    this.#current = server;
    return { leafSha256 };
  }

  onKeyLog(listener: (line: string) => void): void {
    this.#port.onKeyLog(listener);
  }

  onLine(listener: (line: string) => void): void {
    this.#port.onLine(listener);
  }

  stop(): Promise<void> {
    return this.#port.stop();
  }

  /** The server of the moment is a tls.Server that never listens; it is handed the sockets of the port. */
  #accept(socket: Socket): void {
    this.#current.emit('connection', socket);
  }

  #profile(presentation: Presentation): { server: Server; leafSha256: string } {
    const certificate = this.#options.pki.certificate(presentation.certificate ?? 'good', this.#options.host);
    const leaf = `leaf=${certificate.leafSha256}`;
    const server = createServer({
      key: certificate.keyPem,
      cert: certificate.chainPem,
      ...versionOptions(presentation.version),
      ...this.#clientOptions(presentation.clientCertificate),
      // Every connection shall show its certificate: no resumption by ticket.
      secureOptions: constants.SSL_OP_NO_TICKET,
      handshakeTimeout,
    });
    server.on('keylog', (line: Buffer) => this.#port.logKey(line.toString('latin1').trimEnd()));
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      // Without an alert of its own node just closes when the client's certificate does not verify.
      const refused = socket.authorizationError as Error | string | null | undefined;
      const reason = refused ? `client certificate refused: ${String(refused)}` : (error.code ?? error.message);
      this.#port.say(`handshake failed (${reason}) ${leaf}`);
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      const prefix = `${socket.getProtocol() ?? 'TLS'} ${socket.getCipher().standardName} ${leaf}`;
      const say = (text: string): void => this.#port.say(`${prefix} ${text}`);
      socket.on('error', (error: NodeJS.ErrnoException) => say(`ended by ${error.code ?? error.message}`));
      say(`connected, client certificate ${clientCertificate(socket, presentation)}`);
      this.#options.serve({ socket, presentation, say });
    });
    return { server, leafSha256: certificate.leafSha256 };
  }

  #clientOptions(wish: Presentation['clientCertificate']): TlsOptions {
    if (!wish) return {};
    return { requestCert: true, rejectUnauthorized: wish === 'required', ca: [this.#options.pki.anchors.device] };
  }
}

/** OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only; node wants that as an item of its own in the list. */
function versionOptions(version: Presentation['version']): TlsOptions {
  if (!version) return {};
  const exactly = { minVersion: nodeVersion[version], maxVersion: nodeVersion[version] };
  const old = version === 'TLS 1.0' || version === 'TLS 1.1';
  return old ? { ...exactly, ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` } : exactly;
}

function clientCertificate(socket: TLSSocket, presentation: Presentation): string {
  if (!presentation.clientCertificate) return 'not asked for';
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return 'none';
  const subject = certificate.subject.replaceAll('\n', ', ');
  return socket.authorized ? `verified (${subject})` : `unverified (${subject}: ${String(socket.authorizationError)})`;
}
