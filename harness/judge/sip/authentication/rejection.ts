/** Whom the password is not shown to, or not again (RFC 3261 §22.1). */
import type { Judge } from '../../../requirement.ts';
import { accepted, story } from '../../bench-part.ts';
import { finalTo, requestsOf, type SeenMessage } from '../messages.ts';
import { absent, fail, inconclusive, judgeExchange, pass, what, wrong } from './exchange.ts';

/** How often a device may take a nonce for stale that it has just been given. */
const mostAnswers = 5;

/** RFC 3261 §22.1: not again with credentials that were rejected, unless their nonce was stale; and even so not for ever. */
export const stopsWhenRejected: Judge = judgeExchange(
  `rejected credentials not shown again; at most ${mostAnswers} answers where each nonce is called stale`,
  (exchange) => {
    const { shown, messages, challenges } = exchange;
    const [first] = shown;
    if (!first) return inconclusive('no credentials were seen');
    if (first.right === false) return wrong(exchange, first);
    // What else the device asks meanwhile, a subscription for instance, is refused for other reasons.
    const rejected = shown.flatMap((one) => {
      const rejection = finalTo(messages, one.request);
      return rejection && (rejection.message.status ?? 0) >= 400 ? [{ one, rejection }] : [];
    });
    if (rejected.length === 0) return inconclusive('no credentials were rejected');
    const isStale = (rejection: SeenMessage): boolean =>
      challenges.some(
        ({ message, digests }) => message === rejection && digests[0]?.get('stale')?.toLowerCase() === 'true',
      );
    const requests = new Set(shown.map(({ request }) => request)).size;
    const hard = rejected.find(({ rejection }) => !isStale(rejection));
    // Those of another user are other credentials.
    const again =
      hard &&
      shown.find(({ request, parameters }) => {
        const isSame = parameters.get('username') === hard.one.parameters.get('username');
        return isSame && request.at > hard.rejection.at;
      });
    if (again) return fail(`${hard.rejection.message.status ?? ''}, and again ${what(again)}; ${requests} in all`);
    if (requests > mostAnswers) return fail(`${requests} requests with credentials`);
    return absent(exchange, (quiet) => pass(`${requests} with credentials, then none; ${quiet}`));
  },
);

/** The device has just shown to its registrar that it knows how to answer. */
export const silentTowardsStrangers: Judge = judgeExchange(
  'no credentials for whoever is at the other end of a call',
  ({ attempt, messages, challenges, shown }) => {
    if (!accepted(attempt)) return inconclusive(`not registered: ${story(attempt)}`);
    const [ended] = requestsOf(messages, 'BYE');
    const answer = ended && finalTo(messages, ended);
    const asked = challenges.find(({ message }) => message === answer);
    if (!asked) return inconclusive('the device ended no call, or its BYE was not challenged');
    // To its registrar it may say what it likes.
    const nonces = asked.digests.map((one) => one.get('nonce'));
    const given = shown.find(
      ({ request, parameters }) =>
        request.at > asked.message.at &&
        (request.message.method === 'BYE' || nonces.includes(parameters.get('nonce') ?? '')),
    );
    if (given) return fail(what(given));
    const sent = messages.filter(({ from, at }) => from === 'device' && at > asked.message.at).length;
    const status = asked.message.message.status ?? '';
    return pass(`${status} to its BYE, ${sent} messages after it, the last ${attempt.quiet} ms in silence`);
  },
);
