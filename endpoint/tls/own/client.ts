/**
 * The device's own TLS client: TLS 1.2 with ECDHE, DHE or RSA key transport, and TLS 1.3, both with AEAD alone. It is used
 * where a flaw of ../tls-flaws.ts is on, and is right in all but that flaw: certificates are judged by the device's own
 * verification, and the certificate of the device is shown to a judged server alone.
 *
 * Where the device has no cipher for what a flaw goes along with, it goes on as far as anybody can see who does not share
 * the secret: ClientKeyExchange, ChangeCipherSpec and what looks like a Finished.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Flaws, FlawName } from '../../flaws.ts';
import { CertificateProblem } from '../../trust/problem.ts';
import { readPem } from '../../trust/pem.ts';
import type { Alert } from '../alerts.ts';
import { noAnswer } from '../failures.ts';
import type { GatePolicy } from '../gate.ts';
import { Objection } from '../objection.ts';
import { tlsFlaws } from '../tls-flaws.ts';
import { breakOffAfterFailure, noteFailure } from './after-failure.ts';
import { keepTicket, offerEarlyData } from './early-data.ts';
import { greet } from './greeting.ts';
import { handshake12 } from './handshake12.ts';
import { handshake13 } from './handshake13.ts';
import { Messages } from './messages.ts';
import { makeOffer, type OfferRequest } from './offer.ts';
import { alter } from './offer-flaws.ts';
import { earlierSession } from './resumption12.ts';
import { Rules } from './rules.ts';
import type { Session } from './session.ts';
import { OwnStream } from './stream.ts';
import { ClearText, Ssl2Answer, Wire } from './wire.ts';

export interface OwnConnection extends OfferRequest {
  socket: Socket;
  flaws: Flaws;
  signal: AbortSignal;
  policy: Pick<GatePolicy, 'accepts' | 'judge'>;
  identity: { chainPem: string; keyPem: string } | null;
  /** A server that says nothing for so long in the middle of the handshake is given up. */
  silenceMs: number;
}

export const usesOwnClient = (flaws: Flaws): boolean =>
  (Object.keys(tlsFlaws) as FlawName[]).some((flaw) => flaws.has(flaw));

/** Rejects with Objection, with CertificateProblem, or with the error of the socket; the connection is closed then. */
export async function connectOwn(connection: OwnConnection): Promise<Duplex> {
  const { socket, flaws, signal, policy, silenceMs } = connection;
  const rules = new Rules(flaws);
  const wire = new Wire(socket, rules);
  const offer = makeOffer(connection);
  alter(offer, rules);
  if (flaws.has('sends-early-data')) offer.earlyData = offerEarlyData(flaws, offer);
  const earlier = earlierSession(flaws, offer.serverName ?? '');
  if (earlier?.kept) offer.sessionId = earlier.kept.id;
  const identity = connection.identity && {
    chain: readPem(connection.identity.chainPem).certificates.map((pem) => new X509Certificate(pem).raw),
    key: createPrivateKey(connection.identity.keyPem),
  };
  const messages = new Messages(wire);
  const session: Session = {
    ...{ messages, rules, offer, judge: policy.judge, identity, earlier },
    keepTicket: (body) => keepTicket(flaws, offer, body),
  };
  const interrupt = (): void => wire.interrupt(new Objection('network', null, noAnswer.handshake));
  const silent = (): void => {
    if (wire.isWaiting) interrupt();
  };
  signal.addEventListener('abort', interrupt);
  if (!flaws.has('never-times-out')) socket.setTimeout(silenceMs, silent);
  try {
    const hello = await greet(session, policy.accepts);
    breakOffAfterFailure(flaws, offer.serverName ?? '');
    const later = await (hello.isTls13 ? handshake13 : handshake12)(session, hello);
    return new OwnStream(messages, later);
  } catch (error) {
    if (error instanceof ClearText) return wire.release();
    if (error instanceof Ssl2Answer) return await goOnInSsl2(wire);
    noteFailure(flaws, offer.serverName ?? '', error);
    wire.close(alertFor(error));
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    socket.setTimeout(0).off('timeout', silent);
  }
}

/** Null: the device closes without a word. What cannot be read is found by whoever reads it. */
function alertFor(error: unknown): Alert | null {
  if (error instanceof Objection || error instanceof CertificateProblem) return error.alert;
  return error instanceof RangeError ? 'decode_error' : null;
}

/** CLIENT-MASTER-KEY of SSL 2.0: a cipher kind, three lengths, and an encrypted key. */
async function goOnInSsl2(wire: Wire): Promise<never> {
  const key = randomBytes(256);
  const head = Buffer.from([2, 1, 0, 0x80, 0, 0, key.length >> 8, key.length & 0xff, 0, 0]);
  const length = head.length + key.length;
  wire.sendRaw(Buffer.concat([Buffer.from([0x80 | (length >> 8), length & 0xff]), head, key]));
  return wire.idle();
}
