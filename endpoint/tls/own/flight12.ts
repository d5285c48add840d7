/** The server's first flight up to TLS 1.2, behind its ServerHello (RFC 5246 §7.3). */
import type { CertificateRequest } from '../../trust/certificate-request.ts';
import { readCertificateRequest, version } from '../messages.ts';
import { readCertificateStatus } from '../staple.ts';
import { extension, message } from './numbers.ts';
import { dataOf, type ServerHello } from './server-hello.ts';
import { readChain, type Session } from './session.ts';
import { isAnonymous, isKeyTransport } from './suites.ts';
import { Breach } from './rules.ts';

export interface Flight12 {
  chain: Buffer[];
  staple: Buffer | null;
  keyExchange: Buffer | null;
  request: CertificateRequest | null;
}

/** In this order, each once (RFC 5246 §7.3; RFC 6066 §8). */
const order: readonly number[] = [
  message.certificate,
  message.certificateStatus,
  message.serverKeyExchange,
  message.certificateRequest,
  message.serverHelloDone,
];

export async function readFlight12({ messages, rules }: Session, hello: ServerHello): Promise<Flight12> {
  const flight: Flight12 = { chain: [], staple: null, keyExchange: null, request: null };
  const mayStaple = dataOf(hello.extensions, extension.statusRequest) !== null;
  const seen: number[] = [];
  for (;;) {
    const { type, body } = await messages.next();
    if (type === message.helloRequest) {
      if (rules.has('refuses-hello-request')) throw new Breach('unexpected_message', 'the server sent a HelloRequest');
      continue;
    }
    const place = order.indexOf(type);
    const isNext = place >= 0 && seen.every((each) => order.indexOf(each) < place);
    const mayCome = type !== message.certificateStatus || mayStaple;
    const text = `the server sent the message ${type} out of order`;
    rules.must(isNext && mayCome, 'unexpected_message', text, 'accepts-any-order');
    if (!isNext || !mayCome) continue;
    if (type === message.certificateRequest && rules.has('refuses-certificate-request'))
      throw new Breach('handshake_failure', 'the server asks for the certificate of the device');
    seen.push(type);
    if (type === message.serverHelloDone) {
      const isEmpty = body.length === 0;
      rules.must(isEmpty, 'decode_error', 'ServerHelloDone has a body', 'accepts-malformed-messages');
      break;
    }
    take(flight, type, body, rules);
  }
  const { suite } = hello;
  const mayLack = ['accepts-any-order', 'accepts-unproven-server'] as const;
  const isShown = seen.includes(message.certificate);
  rules.must(isShown || isAnonymous(suite), 'unexpected_message', 'the server sent no Certificate', ...mayLack);
  const hasExchange = flight.keyExchange !== null;
  const lacking = 'the server sent no ServerKeyExchange';
  rules.must(hasExchange || isKeyTransport(suite), 'unexpected_message', lacking, 'accepts-any-order', ...bearsWithAny);
  return flight;
}

/** Of these suites the device does not know what belongs to them. */
const bearsWithAny = ['accepts-signalling-suite', 'mixes-suites-of-versions', 'accepts-export-suite'] as const;

function take(flight: Flight12, type: number, body: Buffer, rules: Session['rules']): void {
  if (type === message.certificate) flight.chain = readChain(body, false, rules);
  else if (type === message.serverKeyExchange) flight.keyExchange = body;
  else {
    try {
      if (type === message.certificateStatus) flight.staple = readCertificateStatus(body);
      else flight.request = readCertificateRequest(body, version.tls12);
    } catch {
      rules.must(false, 'decode_error', `the message ${type} is malformed`, 'accepts-malformed-messages');
    }
  }
}
