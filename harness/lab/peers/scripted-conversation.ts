/** One connection of the scripted TLS server: its time limits, its witness lines, and whom it admits. */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TlsVersion } from '../../evidence.ts';
import { alertNumbers } from '../../wire/tls/registries/alerts.ts';
import type { SecureStream12 } from '../../wire/tls/server/secure-stream12.ts';
import type { ServerOptions12 } from '../../wire/tls/server/server-handshake12.ts';
import type { ClientAuthentication, ServerWatcher, Session } from '../../wire/tls/server/server-watcher.ts';
import { resetByLab, Server12 } from '../../wire/tls/server/server12.ts';
import { Server13 } from '../../wire/tls/server/server13.ts';
import type { Presentation } from '../presentation.ts';
import { type ClientRequest, leadsTo, requestMessage } from './client-request.ts';
import { cutting, type PeerService } from './secure-connection.ts';

/** What is presented to one connection. */
export interface Scene {
  /** `honest-tls12`, `wrong-key`, `honest-tls12 expired`: begins the witness lines. */
  name: string;
  presentation: Presentation;
  server: Omit<ServerOptions12, 'request'>;
  request: ClientRequest | null;
  /** The alert that ends a handshake which would otherwise be complete. */
  rejectsClient: number | null;
  /** The alert that answers the ClientHello. */
  rejectsHello: number | null;
  leafSha256: string | null;
  /** The same of a renegotiation, where that shows another one. */
  renegotiatedLeafSha256?: string | null;
  /** When client certificates must be valid. */
  now: Date;
}

export interface Surroundings {
  service: PeerService;
  say: (line: string) => void;
  logKey: (line: string) => void;
  limits: ConversationLimits;
}

/** Bounds of one conversation, times in ms. */
export interface ConversationLimits {
  /** Octets read of one handshake. */
  longestRead: number;
  /** A device that says nothing, before its hello or within the handshake, is let go after this time. */
  patience: number;
  /** After an alert, whoever sent it, the connection has ended when it was quiet for this time. */
  quiet: number;
  /** However it trickles, a handshake ends after this time. */
  longestHandshake: number;
}

export const usualLimits: ConversationLimits = {
  longestRead: 256 * 1024,
  patience: 5000,
  quiet: 500,
  longestHandshake: 15_000,
};

export class ScriptedConversation {
  readonly #socket: Socket;
  readonly #scene: Scene;
  readonly #around: Surroundings;
  readonly #deadline: NodeJS.Timeout;
  readonly #came: string[] = [];
  #flightSent = false;
  /** Why the server sends no more, or null. */
  #reason: string | null = null;
  #state: 'handshake' | 'served' | 'over' = 'handshake';

  constructor(socket: Socket, scene: Scene, around: Surroundings) {
    this.#socket = socket;
    this.#scene = scene;
    this.#around = around;
    const { patience, longestRead, longestHandshake } = around.limits;
    this.#deadline = setTimeout(() => this.#end('closed by the lab'), longestHandshake);
    socket.setTimeout(patience);
    socket.on('timeout', () => {
      if (this.#state === 'handshake') this.#end('closed by the lab');
    });
    let read = 0;
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (this.#state === 'handshake' && read > longestRead) this.#end(`closed by the lab after ${longestRead} bytes`);
    });
    socket.on('end', () => this.#end('closed by the device'));
    socket.on('close', () => this.#end(this.#reason === resetByLab ? resetByLab : 'reset by the device'));
    if (scene.server.fault.greeting) socket.write(scene.server.fault.greeting);
    const request = scene.request && requestMessage(scene.request);
    const watcher: ServerWatcher = {
      greeted: (selected) => this.#greeted(selected),
      received: (what) => this.#received(what),
      keyLog: around.logKey,
      hello: () => scene.rejectsHello,
      admit: (client) => this.#admit(client),
      secured: (stream, session) => this.#secured(stream, session),
      over: (reason) => this.#over(reason),
    };
    const Server = scene.server.fault.version === 'TLS 1.3' ? Server13 : Server12;
    new Server(socket, { ...scene.server, request }, watcher);
  }

  #greeted(selected: string): void {
    this.#flightSent = true;
    this.#around.say(`${this.#scene.name}: ${selected} leaf=${this.#scene.leafSha256} sent`);
  }

  #received(what: string): void {
    if (this.#state === 'handshake' && this.#came.length < 32) this.#came.push(what);
  }

  /** RFC 5246 §7.4.6 and §7.2.2, RFC 8446 §4.4.2.4, as an honest server does; the chosen alert goes before. */
  #admit({ chain, proof }: ClientAuthentication): number | null {
    const { request, rejectsClient, now, server } = this.#scene;
    if (rejectsClient !== null) return rejectsClient;
    if (proof === false) return alertNumbers.decrypt_error;
    if (!request?.required) return null;
    if (!chain || chain.length === 0) {
      return server.fault.version === 'TLS 1.3' ? alertNumbers.certificate_required : alertNumbers.handshake_failure;
    }
    return leadsTo(request.anchor, chain, now) ? null : alertNumbers.unknown_ca;
  }

  #secured(stream: SecureStream12, { version, suite, client }: Session): void {
    // The lab had let it go when it finished after all.
    if (this.#state === 'over') return void stream.destroy();
    const { presentation, leafSha256 } = this.#scene;
    const prefix = `${protocolName(version)} ${suite} leaf=${leafSha256}`;
    const say = (text: string): void => this.#around.say(`${prefix} ${text}`);
    this.#state = 'served';
    clearTimeout(this.#deadline);
    this.#socket.setTimeout(0);
    stream.on('error', (error: NodeJS.ErrnoException) => say(`ended by ${error.code ?? error.message}`));
    say(`connected, client certificate ${this.#remark(client)}`);
    this.#around.service.serve({ stream, presentation, say, cut: cutting(this.#socket) });
  }

  #remark({ chain }: ClientAuthentication): string {
    const { request, now } = this.#scene;
    const [leaf] = chain ?? [];
    if (!request) return 'not asked for';
    if (!chain || !leaf) return 'none';
    return `${leadsTo(request.anchor, chain, now) ? 'verified' : 'unverified'} (${subjectOf(leaf)})`;
  }

  #over(reason: string | null): void {
    if (this.#state !== 'handshake') return;
    this.#reason = reason;
    const undeliverable = !this.#flightSent;
    if (undeliverable) this.#end(reason ?? 'closed by the lab');
    else this.#socket.setTimeout(this.#around.limits.quiet);
    // A server that has sent its fatal alert closes (RFC 5246 §7.2.2); what still comes is read.
    if (!undeliverable && reason !== null) this.#socket.end();
  }

  #end(how: string): void {
    clearTimeout(this.#deadline);
    if (this.#state !== 'handshake') return;
    this.#state = 'over';
    const came = this.#came.join(', ') || (this.#flightSent ? 'no answer' : 'no flight sent');
    const end = this.#reason && this.#reason !== how ? `${this.#reason}; ${how}` : how;
    this.#around.say(`${this.#scene.name}: ${came}; ${end}`);
    this.#socket.end();
    const leftOver = setTimeout(() => this.#socket.destroy(), this.#around.limits.quiet);
    this.#socket.once('close', () => clearTimeout(leftOver));
  }
}

/** As node:tls names it, so that all peers speak alike: `TLSv1.2`, `TLSv1`, `SSLv3`. */
const protocolName = (version: TlsVersion): string => version.replace(' ', 'v').replace(/\.0$/, '');

function subjectOf(leaf: Buffer): string {
  try {
    return new X509Certificate(leaf).subject.replaceAll('\n', ', ');
  } catch {
    return 'unreadable';
  }
}
