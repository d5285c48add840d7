/** Whom the password is not shown to, or not again (RFC 3261 §22.1). */
import type { Judge } from '../../../requirement.ts';
import { accepted, story } from '../../bench-part.ts';
import { requestsOf, type SeenMessage } from '../messages.ts';
import { absent, fail, inconclusive, judgeExchange, pass, what } from './exchange.ts';

/** How often a device may take a nonce for stale that it has just been given. */
const mostAnswers = 5;

/** RFC 3261 §22.1: not again with credentials that were rejected, unless their nonce was stale; and even so not for ever. */
export const stopsWhenRejected: Judge = judgeExchange(
  `rejected credentials not shown again; at most ${mostAnswers} answers where each nonce is called stale`,
  (exchange) => {
    const { shown, messages, challenges } = exchange;
    const [first] = shown;
    if (!first) return inconclusive('no credentials were seen');
    if (first.right === false) return fail(`the digest is wrong: ${what(first)}`);
    const rejections = messages.filter(
      ({ from, at, message: { status } }) => from === 'lab' && (status ?? 0) >= 400 && at > first.request.at,
    );
    if (rejections.length === 0) return inconclusive('no credentials were rejected');
    const isStale = (rejection: SeenMessage): boolean =>
      challenges.some(
        ({ message, digests }) => message === rejection && digests[0]?.get('stale')?.toLowerCase() === 'true',
      );
    const hard = rejections.find((one) => !isStale(one));
    const again = hard && shown.find(({ request }) => request.at > hard.at);
    if (again) return fail(`${hard.message.status ?? ''}, and again ${what(again)}; ${shown.length} in all`);
    if (shown.length > mostAnswers) return fail(`${shown.length} requests with credentials`);
    return absent(exchange, (quiet) => pass(`${shown.length} with credentials, then none; ${quiet}`));
  },
);

/** The device has just shown to its registrar that it knows how to answer. */
export const silentTowardsStrangers: Judge = judgeExchange(
  'no credentials for whoever is at the other end of a call',
  ({ attempt, messages, challenges, shown }) => {
    if (!accepted(attempt)) return inconclusive(`not registered: ${story(attempt)}`);
    const [ended] = requestsOf(attempt, 'BYE');
    const asked = ended && challenges.find(({ message }) => message.at > ended.at);
    if (!asked) return inconclusive('the device ended no call, or its BYE was not challenged');
    const given = shown.find(({ request }) => request.at > asked.message.at && request.message.method !== 'REGISTER');
    if (given) return fail(what(given));
    const sent = messages.filter(({ from, at }) => from === 'device' && at > asked.message.at).length;
    const status = asked.message.message.status ?? '';
    return pass(`${status} to its BYE, ${sent} messages after it, the last ${attempt.quiet} ms in silence`);
  },
);
