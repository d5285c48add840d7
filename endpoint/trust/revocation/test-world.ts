/** A chain whose revocation is told over HTTP and by staple, and one connection of the device to its server. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { ConnectionRefused, type Refusal } from '../../contracts.ts';
import type { FlawName } from '../../flaws.ts';
import { createTlsConnector } from '../../tls/connector.ts';
import { surroundingsFor } from '../../tls/test-surroundings.ts';
import { TestAuthority, type AuthorityOptions, type IssuedCertificate } from './test-authority.ts';

export const host = 'sip.example.com';

export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What a server of CRLs and OCSP responses does; null leaves the question open. */
export type Answer = Buffer | number | null | ((body: Buffer) => Buffer);

export interface Meeting {
  leaf: IssuedCertificate;
  mode?: 'off' | 'soft' | 'hard';
  validate?: boolean;
  staple?: Buffer | null;
  /** By path, in place of what is usual. */
  answers?: Record<string, Answer>;
  flaws?: FlawName[];
  /** Minutes that the device's clock is ahead. */
  ahead?: number;
  version?: SecureVersion;
  /** Stands between the device and the server on this port; resolves with the port to connect to. */
  through?: (port: number) => Promise<number>;
}

export interface Met {
  /** `accepted`, or the kind of the refusal. */
  verdict: 'accepted' | Refusal['kind'];
  reason: string;
  /** OpenSSL's code for the alert that the server got. */
  alert: string | null;
  /** The server saw a request for a staple. */
  asked: boolean;
  /** Method and path of each fetch, sorted. */
  fetched: string[];
  lines: string[];
  /** Names that the device looked up. */
  resolved: string[];
  milliseconds: number;
  /** Bytes that the server had from the device when it read the ClientHello, and at the last question over HTTP. */
  sent: { hello: number; question: number };
}

export class World implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'revocation-'));
  readonly root: TestAuthority;
  readonly middle: TestAuthority;
  /** Of the same name as `middle`, with another key. */
  readonly twin: TestAuthority;
  /** PEM of what the device trusts. */
  readonly trusted: string[];
  readonly #http;
  readonly #port: number;
  #answers: Record<string, Answer> = {};
  #fetched: string[] = [];
  #questioned: () => void = () => undefined;

  private constructor(http: ReturnType<typeof createHttpServer>, port: number, options: AuthorityOptions) {
    this.#http = http;
    this.#port = port;
    http.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response));
    this.root = new TestAuthority(this.folder, 'Root');
    this.trusted = [this.root.pem];
    const extensions = [`crlDistributionPoints=URI:${this.url('/root.crl')}`];
    this.middle = new TestAuthority(this.folder, 'Middle', { issuer: this.root, extensions, ...options });
    this.twin = new TestAuthority(this.folder, 'Middle', { folder: 'Twin' });
  }

  /** `options`: of the intermediate authority. */
  static async open(options: AuthorityOptions = {}): Promise<World> {
    const http = createHttpServer();
    return new World(http, await listening(http), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
    rmSync(this.folder, { recursive: true });
  }

  url(path: string): string {
    return `http://pki.example.com:${this.#port}${path}`;
  }

  /** A server's certificate that names these places. */
  leaf(name: string, places: { crl?: string; ocsp?: string; extra?: string[] }): IssuedCertificate {
    return this.middle.issue(name, [
      `subjectAltName=DNS:${host}`,
      ...(places.crl === undefined ? [] : [`crlDistributionPoints=URI:${this.url(places.crl)}`]),
      ...(places.ocsp === undefined ? [] : [`authorityInfoAccess=OCSP;URI:${this.url(places.ocsp)}`]),
      ...(places.extra ?? []),
    ]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#questioned();
    this.#fetched.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const usual: Record<string, Answer> = {
      '/root.crl': () => this.root.crl(),
      '/middle.crl': () => this.middle.crl(),
      '/ocsp': (body) => this.middle.respond(body),
    };
    const path = request.url ?? '';
    const answer = path in this.#answers ? this.#answers[path]! : (usual[path] ?? 404);
    if (answer === null) return;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(Buffer.isBuffer(answer) ? answer : answer(Buffer.concat(chunks)));
  }

  /** One attempt of the device. */
  async meet(meeting: Meeting): Promise<Met> {
    const { leaf, mode = 'hard', staple = null, ahead = 0, version = 'TLSv1.3' } = meeting;
    this.#answers = meeting.answers ?? {};
    this.#fetched = [];
    let asked = false;
    const sent = { hello: 0, question: 0 };
    let alert: string | null = null;
    const server = createTlsServer(
      { cert: leaf.pem + this.middle.pem, key: leaf.keyPem, minVersion: version, maxVersion: version },
      (stream) => stream.on('error', (error: NodeJS.ErrnoException) => (alert = error.code ?? null)).resume(),
    );
    server.on('tlsClientError', (error: NodeJS.ErrnoException) => (alert = error.code ?? null));
    server.on('connection', (socket: Socket) => {
      server.once('OCSPRequest', () => (sent.hello = socket.bytesRead));
      this.#questioned = () => (sent.question = socket.bytesRead);
    });
    server.on('OCSPRequest', (_certificate, _issuer, done: (error: null, response: Buffer | null) => void) => {
      asked = true;
      done(null, staple);
    });
    const resolved: string[] = [];
    const usual = surroundingsFor({ flaws: meeting.flaws ?? [], settings: { tls: { revocation: mode } } });
    const surroundings = {
      ...usual,
      trust: { ...usual.trust, anchors: () => [...this.trusted] },
      now: () => new Date(Date.now() + ahead * 60_000),
      resolve: (name: string) => {
        resolved.push(name);
        return Promise.resolve('127.0.0.1');
      },
    };
    const own = await listening(server);
    const port = meeting.through ? await meeting.through(own) : own;
    const begin = performance.now();
    const outcome = await createTlsConnector(surroundings)
      .connect({ service: 'sip', host, port, identity: host, validate: meeting.validate ?? true })
      .then(
        (stream) => {
          stream.on('error', () => undefined).end();
          return { verdict: 'accepted' as const, reason: '' };
        },
        (error: unknown) => {
          if (!(error instanceof ConnectionRefused)) throw error;
          return { verdict: error.refusal.kind, reason: error.refusal.reason };
        },
      );
    const milliseconds = performance.now() - begin;
    await new Promise((resolve) => server.close(resolve));
    const { lines } = surroundings;
    return {
      ...outcome,
      alert,
      asked,
      fetched: [...this.#fetched].sort(),
      lines,
      resolved,
      milliseconds,
      sent,
    };
  }
}
