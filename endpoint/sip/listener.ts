/**
 * SIP over connections that others make to the device. It answers OPTIONS and takes short messages; calls come over the
 * registration. Who a client is follows from its certificate alone (RFC 5922 §7.4).
 */
import type { Listener, Surroundings } from '../contracts.ts';
import { openTlsListener, type Client, type TlsListener } from '../tls/listener.ts';
import { bareResponse, readRequest, type BareRequest } from './bare-message.ts';
import { rememberAlias } from './flaw-aliases.ts';
import { CallsOverUdp } from './flaw-calls-over-udp.ts';
import { Framer } from './framer.ts';

const ALLOWED = 'OPTIONS, MESSAGE';
/** A connection that says nothing for as long is closed. */
const IDLE_MS = 120_000;

export function createSipListener(surroundings: Surroundings): Listener {
  let open: TlsListener | null = null;
  /** The settings that it was opened with. */
  let opened = '';
  let queue = Promise.resolve();
  const overUdp = new CallsOverUdp(surroundings, () => open);
  const settle = async (wanted: string | null): Promise<void> => {
    if (open !== null && wanted === opened) return;
    await open?.close();
    open = null;
    if (wanted !== null) await listen(wanted);
    overUdp.settle();
  };
  const listen = async (wanted: string): Promise<void> => {
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
      if (surroundings.flaws.has('reuses-unverified-aliases')) rememberAlias(surroundings, text, stream);
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

/**
 * Status and reason. Where clients are asked for certificates, they decide who may speak for which domain (RFC 5922 §7.4);
 * whoever has shown none may ask what the device can do, and nothing else.
 */
function answerTo(surroundings: Surroundings, { identities }: Client, { method, domain }: BareRequest): string {
  const { flaws } = surroundings;
  if (method === 'INVITE' && flaws.has('takes-calls-of-anybody')) return '180 Ringing';
  const isAsked = surroundings.settings().listener.requireClientCertificate !== 'off';
  const isNobody = identities === null && !flaws.has('optional-client-counts-as-authenticated');
  if (isAsked && isNobody && method !== 'OPTIONS') return '403 Forbidden';
  const isForeign = identities !== null && !identities.includes(domain);
  if (isForeign && !flaws.has('listener-ignores-client-identity')) return '403 Forbidden';
  return ALLOWED.split(', ').includes(method) ? '200 OK' : '405 Method Not Allowed';
}

function response(request: BareRequest, status: string, { product }: Surroundings): string {
  const allow = status.startsWith('403') ? [] : [`Allow: ${ALLOWED}`];
  return bareResponse(request, status, [...allow, `Server: ${product.name}/${product.firmware}`]);
}
