/** Which challenge is answered (RFC 8760 §2, RFC 3261 §22.1). */
import type { Judge } from '../../../requirement.ts';
import type { Shown } from './credentials.ts';
import { absent, algorithmOf, fail, judgeExchange, pass, unlessRight, what } from './exchange.ts';

/** Where nobody has the right to ask for it (Basic, another realm). */
export const unanswered = (challenge: string): Judge =>
  judgeExchange(`no credentials for ${challenge}; controls registered`, (exchange) => {
    // Whatever realm it names: who has given the nonce can try passwords on the digest.
    const asked = exchange.challenges.flatMap(({ digests }) => digests);
    const isFor = (name: string, { parameters }: Shown): boolean =>
      asked.some((one) => one.get(name) !== undefined && one.get(name) === parameters.get(name));
    const first = exchange.shown.find(
      (shown) => shown.scheme !== 'digest' || isFor('realm', shown) || isFor('nonce', shown),
    );
    if (first) return fail(what(first));
    return absent(exchange, (quiet) => pass(`challenged and not answered; ${quiet}`));
  });

export const answersSha256: Judge = judgeExchange('the challenge with SHA-256 answered, and right', (exchange) => {
  const [first] = exchange.shown;
  if (!first) return absent(exchange, (quiet) => fail(`challenged and not answered; ${quiet}`));
  if (algorithmOf(first.parameters) !== 'SHA-256') return fail(`another algorithm: ${what(first)}`);
  return unlessRight(exchange, first, pass(what(first)));
});

/** Algorithms that the device is known to have: MD5 is that of the control, SHA-256 what its driver declares. */
const supported = ['MD5', 'SHA-256'];

export const takesFirstSupported: Judge = judgeExchange(
  'the first challenge of a supported algorithm answered',
  (exchange) => {
    const offered = exchange.challenges[0]?.digests.map(algorithmOf) ?? [];
    const wanted = offered.find((algorithm) => supported.includes(algorithm)) ?? 'none';
    const [first] = exchange.shown;
    const among = `of ${offered.join(', ')}`;
    if (!first) return absent(exchange, (quiet) => fail(`none answered ${among}; ${quiet}`));
    if (algorithmOf(first.parameters) !== wanted) return fail(`${what(first)} ${among}`);
    return unlessRight(exchange, first, pass(`${what(first)} ${among}`));
  },
);

export const answersMd5: Judge = judgeExchange('told: whether a challenge with MD5 alone is answered', (exchange) => {
  const [first] = exchange.shown;
  if (first) return unlessRight(exchange, first, { verdict: 'observed', seen: `answered: ${what(first)}` });
  return absent(exchange, (quiet) => ({ verdict: 'observed', seen: `not answered; ${quiet}` }));
});
