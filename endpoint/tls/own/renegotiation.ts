/**
 * For `renegotiates-with-anybody` and `keeps-old-trust-on-renegotiation` (RFC 5746 §3.5): follows a HelloRequest with a whole
 * handshake under the keys that there are.
 */
import { randomBytes } from 'node:crypto';
import { version } from '../messages.ts';
import { extension, message, renegotiationSignal } from './numbers.ts';
import { vector } from './octets.ts';
import { clientHello } from './offer.ts';
import { checkAnswers, checkSuite, readServerHello, type ServerHello } from './server-hello.ts';
import { mustBe, type Session } from './session.ts';
import { isOfTls13 } from './suites.ts';

/** Up to the ServerHello; the rest is that of any handshake. @param verifyData of the device's own Finished. */
export async function helloAgain({ messages, offer, rules }: Session, verifyData: Buffer): Promise<ServerHello> {
  messages.transcript.length = 0;
  offer.random = randomBytes(32);
  offer.sessionId = Buffer.alloc(0);
  offer.versions = [version.tls12];
  offer.suites = offer.suites.filter((suite) => !isOfTls13(suite) && suite !== renegotiationSignal);
  const others = offer.further.filter(({ type }) => type !== extension.renegotiationInfo);
  offer.further = [...others, { type: extension.renegotiationInfo, data: vector(1, verifyData) }];
  messages.send(message.clientHello, clientHello(offer));
  const next = await messages.next();
  mustBe(rules, next, 'serverHello');
  const hello = readServerHello(next.body, rules);
  checkSuite(hello, offer, rules);
  checkAnswers(hello.extensions, offer, rules, () => true);
  return hello;
}
