/**
 * SIP over connections that others make to the device. It answers OPTIONS and takes short messages; calls come over the
 * registration. Who a client is follows from its certificate alone (RFC 5922 §7.4).
 */
import { randomBytes } from 'node:crypto';
import type { Listener, Surroundings } from '../contracts.ts';
import { openTlsListener, type Client, type TlsListener } from '../tls/listener.ts';
import { Framer } from './framer.ts';

const ALLOWED = 'OPTIONS, MESSAGE';
/** A connection that says nothing for as long is closed. */
const IDLE_MS = 120_000;

export function createSipListener(surroundings: Surroundings): Listener {
  let open: TlsListener | null = null;
  /** The settings that it was opened with. */
  let opened = '';
  let queue = Promise.resolve();
  const settle = async (wanted: string | null): Promise<void> => {
    if (open !== null && wanted === opened) return;
    await open?.close();
    open = null;
    if (wanted === null) return;
    try {
      open = await openTlsListener(surroundings, (client) => attend(surroundings, client));
      opened = wanted;
      surroundings.log(`listener: open on ${open.address}, port ${open.port}`);
    } catch (error) {
      surroundings.log(`listener: cannot be opened: ${(error as Error).message}`);
    }
  };
  /** One change after the other. */
  const next = (wanted: () => string | null): Promise<void> => (queue = queue.then(() => settle(wanted())));
  return {
    at: () => open && { host: open.address, port: open.port },
    reconfigure: () =>
      next(() => {
        const { listener } = surroundings.settings();
        return listener.enabled ? JSON.stringify(listener) : null;
      }),
    stop: () => next(() => null),
  };
}

function attend(surroundings: Surroundings, client: Client): void {
  const { stream, peer, identities } = client;
  const log = (line: string): void => surroundings.log(`listener: ${peer} ${line}`);
  log(identities === null ? 'connected, not authenticated' : `connected as ${identities.join(', ') || 'nobody'}`);
  const hear = {
    message: (text: string): void => {
      const request = readRequest(text);
      // RFC 3261 §17.1.1.3: an ACK is not answered; nor is what is no request.
      if (request === null || request.method === 'ACK') return;
      const status = answerTo(surroundings, client, request);
      log(`sent ${request.method} from ${request.domain || 'no domain'}, answered ${status}`);
      stream.write(response(request, status, surroundings));
    },
    ping: () => void stream.write('\r\n'),
  };
  const framer = new Framer(hear);
  stream.setTimeout(IDLE_MS, () => stream.destroy());
  stream.on('data', (chunk: Buffer) => {
    try {
      if (surroundings.flaws.has('listener-takes-records-for-messages')) new Framer(hear).push(firstHead(chunk));
      else framer.push(chunk);
    } catch (error) {
      log(`is dropped: ${(error as Error).message}`);
      stream.destroy();
    }
  });
  stream.on('end', () => stream.end());
  stream.on('error', () => stream.destroy());
}

/** The first message of the octets without its body; empty where its headers do not end there. */
function firstHead(octets: Buffer): Buffer {
  const end = octets.indexOf('\r\n\r\n');
  return octets.subarray(0, end < 0 ? 0 : end + 4);
}

interface Request {
  method: string;
  /** Host of the From URI, lower case; empty where there is none that can be read. */
  domain: string;
  /** Header lines that a response repeats (RFC 3261 §8.2.6.2). */
  copied: string[];
}

const compact: Record<string, string> = { v: 'via', f: 'from', t: 'to', i: 'call-id' };

function readRequest(text: string): Request | null {
  const [start = '', ...lines] = (text.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const [, method] = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(start) ?? [];
  if (method === undefined) return null;
  const headers = lines.map((line) => {
    const name = (line.split(':')[0] ?? '').trim().toLowerCase();
    return { name: compact[name] ?? name, line };
  });
  const from = headers.filter(({ name }) => name === 'from').map(({ line }) => line.slice(line.indexOf(':') + 1));
  const copied = headers.filter(({ name }) => ['via', 'from', 'to', 'call-id', 'cseq'].includes(name));
  // RFC 3261 §7.3.1: two From lines are none.
  const domain = from.length === 1 ? domainOf(from[0]!) : '';
  return { method, domain, copied: copied.map(({ line }) => line) };
}

/** A display name may hold anything, also what looks like a URI. */
function domainOf(from: string): string {
  const unquoted = from.replace(/"(?:\\.|[^"\\])*"/g, '');
  const uri = /<([^>]*)>/.exec(unquoted)?.[1] ?? (unquoted.split(';')[0] ?? '').trim();
  const [, host = ''] = /^sips?:(?:[^@]*@)?(\[[0-9a-f:.]+\]|[^\s:;?@[\]]+)(?::\d+)?(?:[;?].*)?$/i.exec(uri) ?? [];
  return host.replace(/^\[|\]$/g, '').toLowerCase();
}

/**
 * Status and reason. Where clients are asked for certificates, they decide who may speak for which domain (RFC 5922 §7.4);
 * whoever has shown none may ask what the device can do, and nothing else.
 */
function answerTo(surroundings: Surroundings, { identities }: Client, { method, domain }: Request): string {
  const { flaws } = surroundings;
  const isAsked = surroundings.settings().listener.requireClientCertificate !== 'off';
  const isNobody = identities === null && !flaws.has('optional-client-counts-as-authenticated');
  if (isAsked && isNobody && method !== 'OPTIONS') return '403 Forbidden';
  const isForeign = identities !== null && !identities.includes(domain);
  if (isForeign && !flaws.has('listener-ignores-client-identity')) return '403 Forbidden';
  return ALLOWED.split(', ').includes(method) ? '200 OK' : '405 Method Not Allowed';
}

function response({ copied }: Request, status: string, { product }: Surroundings): string {
  const lines = copied.map((line) =>
    /^(?:to|t)\s*:/i.test(line) && !/;\s*tag=/i.test(line) ? `${line};tag=${randomBytes(4).toString('hex')}` : line,
  );
  const allow = status.startsWith('403') ? [] : [`Allow: ${ALLOWED}`];
  const server = `Server: ${product.name}/${product.firmware}`;
  return [`SIP/2.0 ${status}`, ...lines, ...allow, server, 'Content-Length: 0', '', ''].join('\r\n');
}
