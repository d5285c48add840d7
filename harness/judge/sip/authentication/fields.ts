/** What stands in a request with credentials (RFC 7616 §3.4, RFC 3261 §22.2). */
import type { Judge } from '../../../requirement.ts';
import { header } from '../../../wire/sip/message.ts';
import { sequenceOf } from '../messages.ts';
import { absent, fail, inconclusive, judgeExchange, pass, unlessRight, what } from './exchange.ts';

export const namesQuality: Judge = judgeExchange(
  'qop=auth with nc and cnonce where the challenge names qop',
  (exchange) => {
    const [first] = exchange.shown;
    if (!first) return inconclusive('no credentials were seen');
    const { parameters } = first;
    const [qop, count, cnonce] = ['qop', 'nc', 'cnonce'].map((name) => parameters.get(name));
    if (qop?.toLowerCase() !== 'auth') return fail(`qop=${qop ?? '(none)'}: ${what(first)}`);
    if (!/^[0-9a-f]{8}$/i.test(count ?? '') || !cnonce) {
      return fail(`nc=${count ?? '(none)'}, cnonce ${cnonce ? 'present' : 'missing'}: ${what(first)}`);
    }
    return unlessRight(exchange, first, pass(`qop=auth, nc=${count}, cnonce present: ${what(first)}`));
  },
);

export const raisesSequence: Judge = judgeExchange(
  'the request with credentials under a higher CSeq',
  ({ messages, shown }) => {
    const [first] = shown;
    if (!first) return inconclusive('no credentials were seen');
    const { message } = first.request;
    const before = messages.findLast(
      (one) =>
        one.from === 'device' &&
        one.at < first.request.at &&
        one.message.method === message.method &&
        header(one.message, 'Call-ID') === header(message, 'Call-ID'),
    );
    if (!before) return inconclusive('the challenged request had another Call-ID');
    const [was, is] = [sequenceOf(before.message).number, sequenceOf(message).number];
    return is > was ? pass(`CSeq ${was}, then ${is}`) : fail(`CSeq ${was}, then ${is}`);
  },
);

export const answersIntegrity: Judge = judgeExchange('auth-int answered right, or not at all', (exchange, context) => {
  const { shown, challenges } = exchange;
  if (shown.length === 0) return absent(exchange, (quiet) => pass(`declined; ${quiet}`));
  const other = shown.find(({ parameters }) => parameters.get('qop')?.toLowerCase() !== 'auth-int');
  if (other) return fail(`qop=${other.parameters.get('qop') ?? '(none)'}: ${what(other)}`);
  const wrong = shown.find(({ right }) => right !== true);
  if (wrong) return unlessRight(exchange, wrong, inconclusive(''));
  // Only a call has a body that could be left out of the digest.
  const isAsked = challenges.some(({ message }) => sequenceOf(message.message).method === 'INVITE');
  if (context.case?.dials !== undefined && !isAsked) return inconclusive('no call was challenged');
  return pass(shown.map(what).join(', '));
});
