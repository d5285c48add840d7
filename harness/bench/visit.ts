/**
 * A visit to the device's own listener: the bench connects as a client, with a certificate or without, sends one SIP
 * request, and keeps what came back. Over TLS 1.3 a client is refused after its handshake, so the end of the handshake
 * says nothing: the visit lasts until an answer, a close, or the end of the window.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { BenchError } from '../errors.ts';
import type { TlsVersion, Visit } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { RecordedStream } from '../tap/recorded-stream.ts';
import { transcribe } from '../tap/transcript.ts';
import { SipFramer } from '../wire/sip/framer.ts';
import { type SipMessage, writeSip } from '../wire/sip/message.ts';
import { farewell } from './visitor-farewell.ts';
import { visitorRequest } from './visitor-request.ts';

export interface VisitRequest {
  /** Where the device listens. */
  listener: Address;
  /** Name of the fault (`good` for none) with chain and key; null: the bench shows no certificate. */
  certificate: { fault: string; chainPem: string; keyPem: string } | null;
  /** Domain of From; the user is `visitor`. */
  fromDomain: string;
  /** `OPTIONS` unless told otherwise; `MESSAGE` is what a device may keep for those whom it knows. */
  method?: Visit['request']['method'];
  /** Default: the device chooses between TLS 1.2 and 1.3. */
  version?: Extract<TlsVersion, 'TLS 1.2' | 'TLS 1.3'>;
  /** `host:port` that the visitor says it is itself, and may be reached at by this connection (RFC 5923 `alias`). */
  claims?: string;
  /** What is done while the connection stands, behind the answer; what the device asks over it meanwhile is kept. */
  meanwhile?: () => Promise<void>;
  /** How long an answer or a close is waited for, in ms. */
  window: number;
}

/** Throws BenchError where the bench cannot show the certificate; whatever the device does is no error. */
export async function visit(asked: VisitRequest): Promise<Visit> {
  const { certificate, fromDomain, method = 'OPTIONS', claims, meanwhile, window } = asked;
  const secureContext = contextFor(asked);
  const [at, began] = [new Date().toISOString(), performance.now()];
  const facts = {
    at,
    presented: {
      certificate: certificate?.fault ?? null,
      leafSha256: certificate && sha256(new X509Certificate(certificate.chainPem)),
    },
    request: { method, fromDomain },
  };
  const lasted = (): number => Math.round(performance.now() - began);
  const socket = await reach(asked.listener, window);
  if (socket === null) {
    const nothing = { handshake: null, serverChain: [], certificateRequested: false, alert: null, answer: null };
    return { ...facts, shown: null, reached: false, ...nothing, closed: false, lasted: lasted() };
  }

  const stream = new RecordedStream(socket);
  // Whether the device's certificate is right is not asked here: what it showed is in the evidence.
  const tls = connectTls({ socket: stream, secureContext, rejectUnauthorized: false });
  let keyLog = '';
  tls.on('keylog', (line: Buffer) => (keyLog += line.toString('latin1')));
  const request = visitorRequest(method, fromDomain, socket, { claims });
  tls.once('secureConnect', () => tls.write(writeSip(request)));
  const heard: string[] = [];
  const response = await answerOf(tls, stream.ended, window, method, (line) => heard.push(line));
  const time = lasted();
  if (response) await meanwhile?.();
  const { closed } = stream.recorded;
  if (response && method === 'INVITE') {
    const parting = Buffer.concat(farewell(request, response).map(writeSip));
    await new Promise<void>((done) => tls.write(parting, () => done()));
  }
  tls.destroy();
  stream.release();

  const seen = transcribe(stream.recorded, keyLog, began);
  // The roles of a tapped connection are swapped: here the device is the server.
  const alert = seen.alerts.find((one) => one.from === 'lab' && one.level === 'fatal');
  return {
    ...facts,
    shown: seen.clientChain?.[0]?.sha256 ?? null,
    reached: true,
    handshake: seen.negotiated,
    serverChain: seen.serverChain,
    certificateRequested: seen.certificateRequested,
    alert: alert ? { code: alert.code, name: alert.name } : null,
    answer: response && { status: response.status ?? 0, reason: response.reason ?? '' },
    closed: closed.by !== 'open',
    ...(meanwhile && { heard }),
    lasted: time,
  };
}

const protocols = { 'TLS 1.2': 'TLSv1.2', 'TLS 1.3': 'TLSv1.3' } as const;

function contextFor({ certificate, version }: VisitRequest): SecureContext {
  try {
    return createSecureContext({
      minVersion: version ? protocols[version] : 'TLSv1.2',
      maxVersion: version ? protocols[version] : 'TLSv1.3',
      // Weak certificates are among those to be shown.
      ciphers: 'DEFAULT:@SECLEVEL=0',
      ...(certificate && { cert: certificate.chainPem, key: certificate.keyPem }),
    });
  } catch (cause) {
    throw new BenchError('visit-certificate', `the client certificate "${certificate?.fault}" cannot be shown`, {
      cause,
    });
  }
}

const sha256 = (certificate: X509Certificate): string => certificate.fingerprint256.replaceAll(':', '').toLowerCase();

/** Null where nothing listens. */
async function reach({ host, port }: Address, window: number): Promise<Socket | null> {
  const socket = connectTcp({ host, port, noDelay: true });
  const overdue = setTimeout(() => socket.destroy(new Error('no connection in time')), window);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  } finally {
    clearTimeout(overdue);
  }
}

/** The first response that tells what becomes of the request (RFC 3261 §8.2.6); null when the device closes, or the window ends, without one. */
function answerOf(
  tls: TLSSocket,
  closed: Promise<void>,
  window: number,
  method: string,
  asked: (startLine: string) => void,
): Promise<SipMessage | null> {
  const framer = new SipFramer();
  return new Promise((resolve) => {
    const end = (response: SipMessage | null): void => {
      clearTimeout(timer);
      resolve(response);
    };
    const timer = setTimeout(() => end(null), window);
    tls.on('data', (bytes: Buffer) => {
      for (const message of framer.push(bytes)) {
        if (message.status === null) asked(message.startLine);
        // A call that rings has been taken.
        else if (message.status >= (method === 'INVITE' ? 101 : 200)) end(message);
      }
    });
    // What came before the close is read out first; after an alert the close is still waited for.
    const readOut = new Promise<void>((done) => {
      for (const event of ['error', 'end', 'close']) tls.on(event, () => done());
    });
    void Promise.all([readOut, closed]).then(() => end(null));
  });
}
