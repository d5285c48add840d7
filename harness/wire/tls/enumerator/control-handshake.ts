/** A whole handshake by node's TLS, before and after a survey: whether the listener is well and answers as ever. */
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { ControlHandshake } from '../../../survey-facts.ts';
import type { Dialler } from './dialler.ts';
import { helloRecords } from './hello-plan.ts';
import { allSuites, openHello, surveyedVersions } from './offers.ts';

export interface Control {
  handshake: ControlHandshake;
  /** DER, leaf first. */
  chain: Buffer[];
  ticket: boolean | null;
}

const versionOf = { TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1', 'TLSv1.2': 'TLS 1.2', 'TLSv1.3': 'TLS 1.3' } as const;
/** Over TLS 1.3 tickets come behind the handshake. */
const ticketMs = 150;

export async function controlHandshake(dialler: Dialler, serverName: string | null): Promise<Control> {
  const began = performance.now();
  const lasted = (): number => Math.round(performance.now() - began);
  const whole = await dialler.inTurn(() => handshake(dialler, serverName));
  if (!(whole instanceof Error)) {
    const { chain, ticket, version, suite } = whole;
    return { handshake: { outcome: 'completed', version, suite, reason: null, lasted: lasted() }, chain, ticket };
  }
  // OpenSSL 3 has no SSL 3.0, no RC4 and no 3DES: a listener that has nothing else still answers hellos.
  for (const version of surveyedVersions) {
    const { answer, chain } = await dialler.ask(helloRecords(openHello(version, allSuites(version), serverName)));
    if (answer.outcome === 'silent' || answer.outcome === 'unreached' || answer.outcome === 'other') break;
    if (answer.outcome !== 'hello') continue;
    const selected = { version: answer.version, suite: answer.suite, reason: whole.message, lasted: lasted() };
    return { handshake: { outcome: 'selected', ...selected }, chain, ticket: null };
  }
  const nothing = { version: null, suite: null, reason: whole.message, lasted: lasted() };
  return { handshake: { outcome: 'failed', ...nothing }, chain: [], ticket: null };
}

interface Whole {
  version: string;
  suite: string;
  chain: Buffer[];
  ticket: boolean;
}

/** The error of a handshake that did not succeed is a result. */
async function handshake({ target, limits }: Dialler, serverName: string | null): Promise<Whole | Error> {
  const tls = connect({
    ...target,
    ...(serverName && { servername: serverName }),
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.3',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    // Whether the certificate is right is not asked here.
    rejectUnauthorized: false,
  });
  let failure: Error | null = null;
  tls.on('error', (error: Error) => {
    failure ??= error;
  });
  const overdue = setTimeout(
    () => tls.destroy(new Error(`no handshake within ${limits.connectionMs} ms`)),
    limits.connectionMs,
  );
  const session = new Promise<void>((resolve) => tls.once('session', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      tls.once('secureConnect', resolve);
      tls.once('close', () => reject(failure ?? new Error('closed without a word')));
    });
    const { standardName } = tls.getCipher();
    const version = versionOf[tls.getProtocol() as keyof typeof versionOf];
    const chain = chainOf(tls);
    await Promise.race([session, new Promise((resolve) => setTimeout(resolve, ticketMs).unref())]);
    return { version, suite: standardName, chain, ticket: tls.getTLSTicket() !== undefined };
  } catch (error) {
    return failure ?? (error as Error);
  } finally {
    clearTimeout(overdue);
    tls.destroy();
  }
}

/** node links the certificates by their issuers; the last one may be its own. */
function chainOf(tls: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  let certificate: DetailedPeerCertificate | undefined = tls.getPeerCertificate(true);
  while (certificate?.raw && !chain.some((one) => one.equals(certificate!.raw))) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
