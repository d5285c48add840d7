/** The TLS side of a peer: certificate, version and client authentication as the presentation says, per connection. */
import { constants, createPrivateKey, randomBytes, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  createServer,
  DEFAULT_CIPHERS,
  type SecureVersion,
  type Server,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import { LabError } from '../../errors.ts';
import type { Program, Service } from '../../evidence.ts';
import type { Pki, ServedCertificate } from '../../pki/pki.ts';
import type { Address } from '../lab.ts';
import { pinnedGroups, pinnedSuites } from '../pinned-suites.ts';
import type { Presentation } from '../presentation.ts';
import { hostOf } from '../targets.ts';
import { type ClientRequest, clientRequest, leadsTo } from './client-request.ts';
import type { Peer, Served } from './peer.ts';
import { PeerPort } from './port.ts';
import { cutting, type PeerService } from './secure-connection.ts';

export interface TlsPeerOptions {
  program: Program;
  pki: Pki;
  /** Whose hosts the certificates name. */
  front: Service;
  service: PeerService;
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
  /** The same for all presentations: a ticket that was given under one is taken under the others. */
  readonly #ticketKeys = randomBytes(48);
  /** What lies beneath the TLS connections, by the port of the client. */
  readonly #sockets = new Map<number, Socket>();
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
    const foreign = presentation.tls ?? presentation.rejectsClient ?? presentation.rejectsHello;
    if (foreign !== undefined) throw this.#impossible(String(foreign), 'only the scripted TLS server has it');
    const { server, leafSha256 } = this.#profile(presentation);
    const state = this.#options.service.present(presentation);
    this.#current = server;
    return { leafSha256, ...state };
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
    const port = socket.remotePort ?? 0;
    this.#sockets.set(port, socket);
    socket.once('close', () => this.#sockets.delete(port));
    this.#current.emit('connection', socket);
  }

  #profile(presentation: Presentation): { server: Server; leafSha256: string | null } {
    const { pki, front, service } = this.#options;
    const certificate = pki.certificate(presentation.certificate ?? 'good', hostOf(front, presentation.target));
    const request = clientRequest(presentation, pki);
    const leaf = `leaf=${certificate.leafSha256}`;
    const server = this.#server(presentation, certificate, request);
    server.on('keylog', (line: Buffer) => this.#port.logKey(line.toString('latin1').trimEnd()));
    if (certificate.staple) server.on('OCSPRequest', (_leaf, _issuer, answer) => answer(null, certificate.staple));
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
      const { remark, welcome } = clientAuthentication(socket, request, pki.now);
      if (socket.isSessionReused()) say('session resumed by ticket');
      say(`${welcome ? 'connected' : 'refused'}, client certificate ${remark}`);
      const cut = cutting(this.#sockets.get(socket.remotePort ?? 0));
      if (welcome) service.serve({ stream: socket, presentation, say, cut });
      else socket.destroy();
    });
    return { server, leafSha256: certificate.leafSha256 };
  }

  #server(presentation: Presentation, certificate: ServedCertificate, request: ClientRequest | null): Server {
    if (!certificate.loadable) throw this.#impossible(certificate.fault, 'OpenSSL does not load it');
    // OpenSSL uses the one list for what it signs with and for what it asks for.
    if (request?.ecdsaOnly && createPrivateKey(certificate.keyPem).asymmetricKeyType !== 'ec') {
      throw this.#impossible('ecdsa-only', 'it needs a server certificate with an EC key');
    }
    return createServer({
      key: certificate.keyPem,
      cert: certificate.chainPem,
      ...versionOptions(presentation.version, certificate.weak),
      ...pinOptions(presentation),
      ...clientOptions(request),
      ...(presentation.tickets
        ? { ticketKeys: this.#ticketKeys, sessionIdContext: 'ringproof' }
        : // Every connection shall show its certificate: no resumption by ticket.
          { secureOptions: constants.SSL_OP_NO_TICKET }),
      handshakeTimeout,
    });
  }

  #impossible(what: string, hint: string): LabError {
    return new LabError('peer-presentation', `the ${this.program} can not present "${what}"`, { hint });
  }
}

const ecdsaSchemes = 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512';

/** `ca` is both what the CertificateRequest names and what the client must be under; of an empty list `leadsTo` decides. */
function clientOptions(request: ClientRequest | null): TlsOptions {
  if (!request) return {};
  const rejectUnauthorized = request.required && request.named.length > 0;
  return {
    requestCert: true,
    rejectUnauthorized,
    ca: [...request.named],
    ...(request.ecdsaOnly && { sigalgs: ecdsaSchemes }),
  };
}

/** OpenSSL 3 speaks TLS 1.0 and 1.1, and takes a weak certificate, at security level 0 only; node wants that as an item
 * of its own in the list. */
function versionOptions(version: Presentation['version'], weak: boolean): TlsOptions {
  const exactly = version ? { minVersion: nodeVersion[version], maxVersion: nodeVersion[version] } : {};
  const old = version === 'TLS 1.0' || version === 'TLS 1.1';
  return old || weak ? { ...exactly, ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` } : exactly;
}

/** One suite of TLS 1.3, one group. The others are served by Kamailio and nginx. */
const pinOptions = ({ suite, group }: Presentation): TlsOptions => ({
  ...(suite && { ciphers: pinnedSuites[suite].openssl }),
  ...(group && { ecdhCurve: pinnedGroups[group] }),
});

function clientAuthentication(
  socket: TLSSocket,
  request: ClientRequest | null,
  now: Date,
): { remark: string; welcome: boolean } {
  if (!request) return { remark: 'not asked for', welcome: true };
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return { remark: 'none', welcome: !request.required };
  const subject = certificate.subject.replaceAll('\n', ', ');
  const verified = request.named.length > 0 ? socket.authorized : leadsTo(request.anchor, chainFrom(certificate), now);
  if (verified) return { remark: `verified (${subject})`, welcome: true };
  return { remark: `unverified (${subject}: ${String(socket.authorizationError)})`, welcome: !request.required };
}

/** DER as the client sent it, leaf first. Node gives the issuers at the first call for the certificate only. */
function chainFrom(leaf: X509Certificate): Buffer[] {
  const chain: Buffer[] = [];
  for (let next: X509Certificate | undefined = leaf; next; next = next.issuerCertificate) chain.push(next.raw);
  return chain;
}
