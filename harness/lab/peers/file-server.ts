/** The provisioning server of the harness: HTTPS whose certificate and manners change from one connection to the next. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LabError } from '../../errors.ts';
import type { Service } from '../../evidence.ts';
import type { Pki } from '../../pki/pki.ts';
import type { Address, ProvisioningFile } from '../lab.ts';
import type { Presentation } from '../presentation.ts';
import { HttpCredentials, type Credentials } from './http-credentials.ts';
import type { Peer } from './peer.ts';
import type { PeerService, SecureConnection } from './secure-connection.ts';
import { TlsPeer } from './tls-peer.ts';

export interface FileServerOptions {
  pki: Pki;
  /** Whose hosts the certificates name. */
  front: Service;
  service: PeerService;
}

export interface FileServiceOptions {
  files: readonly ProvisioningFile[];
  /** Asked for under `basic` and `digest` only. */
  credentials: Credentials;
  /** Where `redirect-to-http` sends the device; without it that presentation is refused. */
  clearHttp?: Address;
  /** Where `redirect-to-other-host` sends the device, which is this server again; without it that one is refused. */
  otherHost?: Address;
}

/** The HTTP server never listens, so its own limits do not run; these, in ms, hold for every connection. */
const idleTimeout = 15_000;
const longestConnection = 60_000;

export const startFileServer = (options: FileServerOptions): Promise<Peer> =>
  TlsPeer.start({ program: 'file-server', ...options });

/** What the file server speaks, over any TLS server. */
export function fileService(options: FileServiceOptions): PeerService {
  const files = new Map(options.files.map(({ path, body }) => [path.startsWith('/') ? path : `/${path}`, body]));
  const credentials = new HttpCredentials(options.credentials);
  const connections = new WeakMap<Duplex, SecureConnection>();
  const http = createServer((request, response) => {
    const connection = connections.get(request.socket);
    if (!connection) return;
    const exchange = { request, response, connection };
    const remark = answer(exchange, files, credentials, options);
    connection.say(`${request.method ?? ''} ${request.url ?? ''} → ${remark}`);
  });
  http.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    connections.get(stream)?.say(`closed: no HTTP request (${error.code ?? error.message})`);
    stream.destroy();
  });
  return {
    serve: (connection) => {
      const { stream } = connection;
      connections.set(stream, connection);
      stream.setTimeout(idleTimeout, () => stream.destroy());
      const deadline = setTimeout(() => stream.destroy(), longestConnection);
      stream.once('close', () => clearTimeout(deadline));
      http.emit('connection', stream);
    },
    present: ({ http: manner, asks, sip }) => {
      if (sip) throw new LabError('peer-presentation', `the file server has no SIP script "${sip}"`);
      if (asks) throw new LabError('peer-presentation', `the file server can not ask for "${asks}"`);
      if (manner === 'redirect-to-http' && !options.clearHttp) {
        throw new LabError('peer-presentation', 'the file server does not know where to redirect', {
          hint: 'start it with clearHttp, the address of the HTTP witness port',
        });
      }
      if (manner === 'redirect-to-other-host' && !options.otherHost) {
        throw new LabError('peer-presentation', 'the file server does not know another host to redirect to', {
          hint: 'start it with otherHost, another name of the provisioning front',
        });
      }
      return {};
    },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  connection: SecureConnection;
}

/** Answers and returns the remark for the witness. */
function answer(
  { request, response, connection }: Exchange,
  files: ReadonlyMap<string, string>,
  credentials: HttpCredentials,
  { clearHttp, otherHost }: Pick<FileServiceOptions, 'clearHttp' | 'otherHost'>,
): string {
  const plain = (status: number, fields: Record<string, string | string[]> = {}): string => {
    response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': 0, ...fields }).end();
    return String(status);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, { Allow: 'GET, HEAD' });
  const manner: Presentation['http'] = connection.presentation.http;
  const path = request.url?.startsWith('/') ? request.url : '/';
  if (manner === 'redirect-to-http' && clearHttp) {
    return plain(302, { Location: `http://${clearHttp.host}:${clearHttp.port}${path}` });
  }
  // The other host is this server again, which then serves the file.
  if (manner === 'redirect-to-other-host' && otherHost && !isFor(otherHost, request)) {
    return plain(302, { Location: `https://${otherHost.host}:${otherHost.port}${path}` });
  }
  let granted = '';
  if (manner === 'basic' || manner === 'digest') {
    const decision = credentials[manner](request);
    if ('challenges' in decision) return plain(401, { 'WWW-Authenticate': decision.challenges });
    granted = ` with ${decision.granted}`;
  }
  const text = files.get((request.url ?? '').replace(/[?#].*$/s, ''));
  if (text === undefined) return plain(404);
  const body = Buffer.from(text);
  const shown = manner === 'truncated-body' ? body.subarray(0, lineEndNear(body, body.length / 2)) : body;
  const announced = shown === body ? body.length : Math.max(body.length, shown.length + 1);
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': announced });
  if (shown === body || request.method === 'HEAD') response.end(request.method === 'HEAD' ? undefined : body);
  // close_notify and FIN in good order: nothing but Content-Length tells that the rest is missing.
  else response.write(shown, () => connection.stream.end());
  return `200 with ${request.method === 'HEAD' ? 0 : shown.length} of ${announced} bytes${granted}`;
}

const isFor = ({ host }: Address, { headers }: IncomingMessage): boolean =>
  headers.host?.replace(/:\d+$/, '').toLowerCase() === host;

/** The offset behind the last line end before `middle`, or else behind the first: what is shown ends with a whole line. */
function lineEndNear(body: Buffer, middle: number): number {
  const before = body.lastIndexOf('\n', middle) + 1;
  return before || body.indexOf('\n') + 1 || body.length;
}
