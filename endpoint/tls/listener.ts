/**
 * The device as TLS server: it presents the certificate in force and judges clients by its own verifier before a byte of
 * theirs is read. Every connection is judged anew: there is no session to resume.
 */
import { createServer, type Server, type Socket } from 'node:net';
import {
  createSecureContext,
  TLSSocket,
  type DetailedPeerCertificate,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls';
import type { Surroundings } from '../contracts.ts';
import { verifyClient } from '../trust/client.ts';
import { CertificateProblem } from '../trust/problem.ts';
import { checkRevocation } from '../trust/revocation/check.ts';
import { fatalAlert } from './alerts.ts';
import { ClientGate } from './client-gate.ts';
import { explain } from './failures.ts';
import { isFlawed, meet } from './flawed-door.ts';
import { Objection } from './objection.ts';
import { acceptedVersions, offer } from './parameters.ts';
import { contentType, makeRecord } from './records.ts';

export interface Client {
  stream: TLSSocket;
  /** `address:port` */
  peer: string;
  /** The domains of its certificate (RFC 5922 §7.1), lower case; null: it is not authenticated (§7.4). */
  identities: readonly string[] | null;
}

export interface TlsListener {
  address: string;
  port: number;
  /** Closes the connections, too. */
  close(): Promise<void>;
}

const HANDSHAKE_MS = 10_000;
/** More than any gateway's trunks, and so many that a few hundred that dawdle keep nobody out; each costs memory. */
const MAX_CONNECTIONS = 512;
/** For `listener-serves-few`. */
const FEW = 50;

/** Rejects with the system's error, such as EADDRINUSE. */
export async function openTlsListener(
  surroundings: Surroundings,
  welcome: (client: Client) => void,
): Promise<TlsListener> {
  const { address, port } = surroundings.settings().listener;
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (sockets.size > FEW && surroundings.flaws.has('listener-serves-few')) return void socket.destroy();
    if (!isFlawed(surroundings.flaws)) return greet(surroundings, socket, welcome, {});
    void meet(socket, surroundings.flaws, inClear).then((options) => {
      if (options !== null) greet(surroundings, socket, welcome, options);
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => resolve());
  });
  const bound = server.address() as { port: number };
  return {
    address,
    port: bound.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** What a flaw says to a client in clear. */
const inClear = 'SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n';

/** @param options what is done otherwise than usual, by a flaw */
function greet(
  surroundings: Surroundings,
  socket: Socket,
  welcome: (client: Client) => void,
  options: SecureContextOptions,
): void {
  const peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
  const refused = (why: Pick<Objection | CertificateProblem, 'kind' | 'message'>): void =>
    surroundings.refused({
      at: new Date().toISOString(),
      service: 'sip',
      peer: `client ${peer}`,
      kind: why.kind,
      reason: why.message,
    });
  const identity = surroundings.identity.current();
  if (identity === null) {
    socket.on('error', () => undefined).end(makeRecord(contentType.alert, fatalAlert('handshake_failure')));
    return refused(new Objection('protocol', null, 'the device has no certificate to show to a client'));
  }
  const asks = asksForCertificate(surroundings);
  const parameters = { ...offer(acceptedVersions(surroundings)), ...options };
  let secureContext: SecureContext;
  try {
    secureContext = createSecureContext({ ...parameters, cert: identity.chainPem, key: identity.keyPem });
  } catch (error) {
    socket.destroy();
    return refused(
      new Objection('protocol', null, `the device's certificate cannot be shown: ${(error as Error).message}`),
    );
  }
  const gate = new ClientGate(socket);
  const stream = new TLSSocket(gate, {
    isServer: true,
    secureContext,
    // The list of authorities stays empty: it would tell strangers whom the device trusts (RFC 5246 §7.4.4 allows it).
    requestCert: asks,
    // The verdict is the device's: node knows neither its trust list nor its settings.
    rejectUnauthorized: false,
  });
  const overdue = setTimeout(() => socket.destroy(), HANDSHAKE_MS);
  let done = false;
  stream.on('keylog', (line: Buffer) => gate.keyLogged(line.toString('latin1')));
  stream.once('close', () => {
    clearTimeout(overdue);
    socket.destroySoon();
  });
  // A client that breaks off has not been refused; what it said is told all the same.
  const failed = (error: Error): void => {
    if (!done) surroundings.log(`listener: ${peer} came no further than the handshake: ${explain(error).reason}`);
    done = true;
  };
  stream.on('_tlsError', failed);
  stream.on('error', failed);
  stream.once('secure', () => {
    clearTimeout(overdue);
    done = true;
    authenticate(surroundings, stream, asks).then(
      (identities) => {
        gate.open();
        if (!stream.destroyed) welcome({ stream, peer, identities });
      },
      (problem: Objection | CertificateProblem) => {
        gate.refuse(problem.alert ?? 'bad_certificate');
        stream.destroy();
        refused(problem);
      },
    );
  });
}

const asksForCertificate = (surroundings: Surroundings): boolean =>
  surroundings.settings().listener.requireClientCertificate !== 'off' &&
  !surroundings.flaws.has('listener-asks-no-certificate');

/** The client's domains; null: nobody in particular. Rejects with Objection or CertificateProblem. */
async function authenticate(surroundings: Surroundings, stream: TLSSocket, asked: boolean): Promise<string[] | null> {
  const { flaws, trust } = surroundings;
  if (!asked) return null;
  const chain = chainOf(stream);
  if (chain.length > 0) {
    try {
      const at = surroundings.now();
      const { identities, path } = verifyClient({ chain, anchors: trust.anchors(), at, flaws });
      const { revocation } = surroundings.settings().tls;
      if (revocation !== 'off') await checkRevocation({ path, staple: null, mode: revocation, at, surroundings });
      return identities;
    } catch (error) {
      if (error instanceof CertificateProblem) throw error;
      throw new Objection(
        'chain',
        'bad_certificate',
        `the client's certificate could not be checked: ${(error as Error).message}`,
      );
    }
  }
  const isRequired = surroundings.settings().listener.requireClientCertificate === 'required';
  // RFC 5922 §7.4: whoever shows no certificate MUST NOT be considered authenticated.
  if (!isRequired || flaws.has('listener-accepts-any-client')) return null;
  // RFC 8446 §4.4.2.4; before TLS 1.3 RFC 5246 §7.4.6.
  const alert = stream.getProtocol() === 'TLSv1.3' ? 'certificate_required' : 'handshake_failure';
  throw new Objection('protocol', alert, 'the client showed no certificate, and one is required (RFC 5922 §7.4)');
}

/** DER, the client's own first. node links the certificates by their issuers. */
function chainOf(stream: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  let certificate: DetailedPeerCertificate | undefined = stream.getPeerCertificate(true);
  while (certificate?.raw && !chain.some((one) => one.equals(certificate!.raw))) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
