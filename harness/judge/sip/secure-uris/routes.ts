/** Routes and the scheme of the Request-URI (RFC 5630 §5.1.1, RFC 3608). */
import type { Judge } from '../../../requirement.ts';
import { lookAt } from './look.ts';
import { callsOf, isSecure, schemeOf, urisIn } from './uris.ts';

const unused = 'the device uses neither the Service-Route of the registrar nor a route of its own';

export const makesRoutesSecure: Judge = (evidence) => {
  const expected = 'INVITE to sips: with routes of sips: alone';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = callsOf(look.messages).find(({ message }) => isSecure(message.uri));
  if (!call) return look.finding('inconclusive', 'the device did not call sips:');
  const routes = urisIn(call.message, 'Route');
  if (routes.length === 0) return look.finding('not-applicable', unused);
  const wrong = routes.find((uri) => !isSecure(uri));
  return look.finding(wrong ? 'fail' : 'pass', `INVITE to sips: with Route ${schemeOf(wrong ?? routes[0])}:`);
};

/** What came in clear has ended the judgement before. */
export const followsSecureRoute: Judge = (evidence) => {
  const expected = 'INVITE to sip: with a first route of sips: over TLS';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = callsOf(look.messages).find(({ message }) => !isSecure(message.uri));
  if (!call) return look.finding('inconclusive', 'the device did not call sip: over TLS');
  const [first] = urisIn(call.message, 'Route');
  if (!isSecure(first)) return look.finding('not-applicable', unused);
  return look.finding('pass', 'INVITE to sip: with Route sips: over TLS');
};
