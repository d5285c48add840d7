/** The lab's server of CRLs and OCSP responses: plain HTTP, as they are signed themselves. It counts every fetch. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isOcspRequest } from './ocsp-request.ts';
import { PeerPort } from './port.ts';

export interface RevocationServer {
  /** `http://127.0.0.1:PORT`, what `createPki` takes as `revocationBase`. */
  readonly base: string;
  /** From now on answers these paths so, beside those that it already knows: DER of CRLs (`.crl`) and OCSP responses. */
  publish(records: Readonly<Record<string, Buffer>>): void;
  /** Every request whose head came, oldest first; those after the first 10 000 are answered and not kept. */
  readonly fetches: readonly Fetch[];
  /** Those that came at or after this reading of performance.now(). */
  fetchesSince(mark: number): readonly Fetch[];
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

export interface Fetch {
  /** Reading of performance.now() when the head of the request was there. */
  at: number;
  method: string;
  /** As asked, with what a GET request for OCSP puts behind the responder's path; cut after 1000 characters. */
  path: string;
  /** Of the body of the answer; 0 before it is given, as for what is under /slow/. */
  bytes: number;
}

export interface RevocationServerOptions {
  /** How long everything under /slow/ takes, in ms; 20 s when left out. */
  slowness?: number;
}

/** RFC 6960 appendix A asks for POST only where a request is longer than 255 octets. */
const largestRequest = 64 * 1024;
const longestPath = 1000;
const mostFetches = 10_000;

/** In ms: without one byte, and in all. A slow answer takes less. */
const idleTimeout = 30_000;
const longestConnection = 60_000;

interface Answer {
  status: number;
  type?: string;
  body?: Buffer;
}

/** Throws LabError when no port can be had. */
export async function startRevocationServer(options: RevocationServerOptions = {}): Promise<RevocationServer> {
  const { slowness = 20_000 } = options;
  const published = new Map<string, Buffer>();
  const fetches: Fetch[] = [];
  const http = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const fetch = { at: performance.now(), method, path: url.slice(0, longestPath), bytes: 0 };
    if (fetches.length < mostFetches) fetches.push(fetch);
    void answerTo(request, published).then((answer) => {
      const give = (): void => {
        if (response.destroyed) return;
        fetch.bytes = answer.body?.length ?? 0;
        respond(response, answer);
      };
      if (!url.startsWith('/slow/')) return give();
      const timer = setTimeout(give, slowness);
      response.once('close', () => clearTimeout(timer));
    });
  });
  http.on('clientError', (_, socket) => socket.destroy());
  const port = await PeerPort.open('revocation-server', (socket) => {
    socket.setTimeout(idleTimeout, () => socket.destroy());
    const deadline = setTimeout(() => socket.destroy(), longestConnection);
    socket.once('close', () => clearTimeout(deadline));
    http.emit('connection', socket);
  });
  return {
    base: `http://${port.address.host}:${port.address.port}`,
    publish: (records) => {
      for (const [path, der] of Object.entries(records)) published.set(path, der);
    },
    fetches,
    fetchesSince: (mark) => fetches.filter(({ at }) => at >= mark),
    stop: () => port.stop(),
  };
}

/** Whatever certificate is asked about, the answer is what is published there. */
async function answerTo(request: IncomingMessage, published: ReadonlyMap<string, Buffer>): Promise<Answer> {
  const path = (request.url ?? '').replace(/[?#].*$/s, '');
  const isList = path.endsWith('.crl');
  const allowed = isList ? ['GET', 'HEAD'] : ['GET', 'POST'];
  if (!allowed.includes(request.method ?? '')) return { status: 405 };
  if (isList) return given(published.get(path), 'application/pkix-crl');
  const [responder, question] = request.method === 'POST' ? [path, await bodyOf(request)] : askedByGet(path, published);
  if (question === 'too large') return { status: 413 };
  const body = published.get(responder);
  if (body && !isOcspRequest(question)) return { status: 400 };
  return given(body, 'application/ocsp-response');
}

const given = (body: Buffer | undefined, type: string): Answer =>
  body ? { status: 200, type, body } : { status: 404 };

/** RFC 6960 appendix A.1: the request in Base64, percent-encoded, behind the responder's path and a slash. */
function askedByGet(path: string, published: ReadonlyMap<string, Buffer>): [responder: string, question: Buffer] {
  const responder = [...published.keys()].find((known) => path.startsWith(`${known}/`));
  if (responder === undefined) return [path, Buffer.alloc(0)];
  // Base64 has slashes of its own, which some clients leave as they are.
  const text = path
    .slice(responder.length + 1)
    .replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
  return [responder, Buffer.from(text, 'base64')];
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestRequest) return 'too large';
      chunks.push(chunk);
    }
  } catch {
    // The device has closed in the middle: there is nobody to answer.
  }
  return Buffer.concat(chunks);
}

function respond(response: ServerResponse, { status, type, body = Buffer.alloc(0) }: Answer): void {
  const fields = { 'Content-Length': body.length, ...(type && { 'Content-Type': type }) };
  response.writeHead(status, { ...fields, ...(status === 413 && { Connection: 'close' }) });
  response.end(body);
}
