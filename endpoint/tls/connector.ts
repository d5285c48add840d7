/**
 * The device's TLS connections. Each one is verified anew: tickets are not kept, so there is no session to resume. What is
 * taken out of the trust list ends the connections that rest on it. The device certificate is shown to a verified server
 * alone (see gate.ts), so not at all where validation is off. OpenSSL shows what it was given to whoever asks, whichever
 * authority is named: a server that asks for another certificate is met again without one.
 */
import type { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import {
  ConnectionRefused,
  type ConnectOptions,
  type Refusal,
  type Surroundings,
  type TlsConnector,
} from '../contracts.ts';
import type { CertificateProblem } from '../trust/problem.ts';
import { explain, noAnswer } from './failures.ts';
import { earlyRequest } from './flaw-early-request.ts';
import { flawedOffer } from './flawed-offer.ts';
import { Gate } from './gate.ts';
import { version } from './messages.ts';
import { Objection } from './objection.ts';
import { connectOwn, usesOwnClient } from './own/client.ts';
import { OpenConnections } from './open-connections.ts';
import { acceptedVersions, offer } from './parameters.ts';
import { checksRevocation, gatePolicy, UnsuitableCertificate } from './policy.ts';

const PATIENCE_MS = 10_000;
/** A server that says nothing for so long in the middle of the handshake is given up sooner. */
const SILENCE_MS = 2500;

type Failure = Objection | CertificateProblem | Error;

/** RFC 5922 §7.8: the name that the certificate must show, wherever DNS leads to. RFC 6066 §3: no literal address. */
const serverNameFor = ({ host, identity }: ConnectOptions): string | null => (isIP(host) === 0 ? identity : null);

/** A failure as it is recorded; `kind` and words are those of the objection, or of node's error. */
export function refusalOf({ service, host, port }: ConnectOptions, failure: Failure): Refusal {
  const told = 'kind' in failure ? { kind: failure.kind, reason: failure.message } : explain(failure);
  return { at: new Date().toISOString(), service, peer: `${host}:${port}`, ...told };
}

async function openTcp(
  surroundings: Surroundings,
  { host, port }: ConnectOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const address = await surroundings.resolve(host).catch((error: Error) => {
    throw new Objection('network', null, error.message);
  });
  if (signal.aborted) throw new Objection('network', null, noAnswer.name(host));
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, noDelay: true });
    const overdue = (): void => void socket.destroy(new Objection('network', null, noAnswer.tcp));
    signal.addEventListener('abort', overdue);
    socket.once('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', overdue);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

interface Opening {
  socket: Socket;
  signal: AbortSignal;
  restsOn: (anchor: X509Certificate) => void;
  /** What the device shows to a server that asks for it; null: nothing. */
  identity: ReturnType<Surroundings['identity']['current']>;
  /** Versions, lowest first. */
  accepted: readonly number[];
}

/** The own client lets nobody through first. */
const breakOff = (problem: Objection | CertificateProblem): never => {
  throw problem;
};

function secure(
  surroundings: Surroundings,
  options: ConnectOptions,
  { socket, signal, restsOn, identity, accepted }: Opening,
): Promise<Duplex> {
  const { flaws } = surroundings;
  const chainPem = identity?.chainPem ?? null;
  const asksForStaple = checksRevocation(surroundings, options);
  const serverName = serverNameFor(options) ?? (flaws.has('sends-address-as-server-name') ? options.host : null);
  if (usesOwnClient(flaws)) {
    return connectOwn({
      ...{ socket, signal, flaws, identity, asksForStaple, versions: accepted, silenceMs: SILENCE_MS },
      serverName,
      policy: gatePolicy({ surroundings, options, accepted, chainPem, restsOn, deferred: breakOff }),
    });
  }
  // RFC 6066 §8: status_request in the ClientHello. What is stapled is the gate's to read.
  const stapling: TLSSocketOptions = { requestOCSP: asksForStaple };
  return new Promise((resolve, reject) => {
    let tls: TLSSocket | undefined = undefined;
    let deferred: Objection | CertificateProblem | undefined;
    const fail = (failure: Failure): void => {
      reject(deferred ?? failure);
      tls?.destroy();
      socket.unref();
    };
    const gate = new Gate(socket, {
      ...gatePolicy({
        surroundings,
        options,
        accepted,
        chainPem,
        restsOn,
        deferred: (problem) => (deferred = problem),
      }),
      refused: fail,
    });
    const stream = connectTls({
      socket: gate,
      ...offer(accepted),
      ...flawedOffer(flaws),
      // RFC 8422 §5.1.1: the curves that are offered are those of the server's certificate, too.
      ...(flaws.has('accepts-weak-curves') && { ecdhCurve: 'X25519:P-256:P-384:P-521:P-192' }),
      // The verdict is the gate's: node's own checks know neither SIP nor the device's settings.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...stapling,
      ...(serverName !== null && { servername: serverName }),
      ...(identity && { cert: identity.chainPem, key: identity.keyPem }),
    });
    tls = stream;
    stream.on('keylog', (line) => gate.keyLogged(line.toString('latin1')));
    const broken = (error: Error): void => {
      // What comes after an objection of the gate is its consequence.
      if (!gate.isRefused) fail(error);
    };
    const overdue = (): void => broken(new Objection('network', null, noAnswer.handshake));
    const closed = (): void =>
      broken(new Objection('network', null, 'the server closed the connection during the TLS handshake'));
    const silent = (): void => {
      if (!gate.isJudging) overdue();
    };
    socket.setTimeout(SILENCE_MS, silent);
    signal.addEventListener('abort', overdue);
    stream.on('error', broken);
    stream.once('close', closed);
    stream.once('secureConnect', () => {
      if (gate.isRefused) return;
      signal.removeEventListener('abort', overdue);
      socket.setTimeout(0).off('timeout', silent);
      const shown = stream.getPeerX509Certificate()?.raw;
      const isJudged = gate.judged === null ? gate.isAnonymous : shown?.equals(gate.judged);
      if (!gate.isOpen || !isJudged)
        return fail(new Objection('protocol', null, 'the server showed no certificate that could be checked'));
      if (deferred) {
        const request = flaws.has('sends-before-verifying') ? earlyRequest(surroundings, options) : '';
        return sendEarly(stream, request, () => fail(deferred!));
      }
      stream.off('error', broken);
      stream.off('close', closed);
      resolve(stream);
    });
  });
}

/** The first request leaves, then the connection closes; the verdict comes after both. */
function sendEarly(stream: TLSSocket, request: string, done: () => void): void {
  stream.resume();
  stream.end(request);
  stream.once('close', done);
  setTimeout(done, 1000).unref();
}

export function createTlsConnector(surroundings: Surroundings): TlsConnector {
  const open = new OpenConnections(() => surroundings.trust.anchors());
  return {
    trustChanged: () => open.review(),
    async connect(options) {
      let anchor: X509Certificate | undefined;
      const patience = new AbortController();
      const isPatient = surroundings.flaws.has('never-times-out');
      const timer = isPatient ? undefined : setTimeout(() => patience.abort(), options.timeoutMs ?? PATIENCE_MS);
      try {
        const { signal } = patience;
        const restsOn = (found: X509Certificate): void => void (anchor = found);
        const openedWith = async (identity: Opening['identity'], accepted: readonly number[]): Promise<Duplex> => {
          const socket = await openTcp(surroundings, options, signal);
          return secure(surroundings, options, { socket, signal, restsOn, identity, accepted });
        };
        const opened = (identity: Opening['identity']): Promise<Duplex> => {
          const accepted = acceptedVersions(surroundings);
          if (!surroundings.flaws.has('holds-back-tls13')) return openedWith(identity, accepted);
          return openedWith(identity, [version.tls12]).catch(() => openedWith(identity, accepted));
        };
        const showsNothing = !options.validate || surroundings.flaws.has('empty-client-certificate');
        const stream = await opened(showsNothing ? null : surroundings.identity.current()).catch((error: unknown) => {
          if (!(error instanceof UnsuitableCertificate)) throw error;
          surroundings.log(`tls: ${options.service} ${options.host}:${options.port}: ${error.message}`);
          return opened(null);
        });
        if (anchor) open.add(stream, anchor);
        surroundings.log(`tls: ${options.service} ${options.host}:${options.port} is connected`);
        return stream;
      } catch (error) {
        const refusal = refusalOf(options, error as Failure);
        const isMute = surroundings.flaws.has('says-nothing-of-reasons');
        throw new ConnectionRefused(
          isMute ? { ...refusal, kind: 'protocol', reason: 'the connection failed' } : refusal,
        );
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
