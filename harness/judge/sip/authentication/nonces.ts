/** How nonces are counted and given up (RFC 7616 §3.3 to §3.5). */
import type { Judge } from '../../../requirement.ts';
import { header } from '../../../wire/sip/message.ts';
import { requestsOf } from '../messages.ts';
import { absent, fail, inconclusive, judgeExchange, pass, unlessRight, what } from './exchange.ts';

export const countsNonces: Judge = judgeExchange('nc rises with each use of a nonce', ({ shown }) => {
  const uses = new Map<string, string[]>();
  for (const { parameters } of shown) {
    const nonce = parameters.get('nonce') ?? '';
    uses.set(nonce, [...(uses.get(nonce) ?? []), parameters.get('nc') ?? '']);
  }
  const repeated = [...uses.values()].filter((one) => one.length > 1);
  const counts = repeated.find((one) => !rises(one)) ?? repeated[0];
  if (!counts) return inconclusive(`no nonce was used twice in ${shown.length} requests with credentials`);
  const seen = `nc ${counts.map((count) => count || '(none)').join(', ')} for one nonce`;
  return rises(counts) ? pass(seen) : fail(seen);
});

function rises(counts: readonly string[]): boolean {
  const numbers = counts.map((count) => (/^[0-9a-f]{8}$/i.test(count) ? parseInt(count, 16) : NaN));
  return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? NaN));
}

export const answersStale: Judge = judgeExchange('the new nonce used where the old one was stale', (exchange) => {
  const stale = exchange.challenges.find(({ digests }) => digests[0]?.get('stale')?.toLowerCase() === 'true');
  if (!stale) return inconclusive('no nonce was called stale');
  const later = exchange.shown.filter(({ request }) => request.at > stale.message.at);
  const answer = later.find(({ parameters }) => parameters.get('nonce') === stale.digests[0]?.get('nonce'));
  if (!answer) {
    const how = later[0] ? `with another nonce: ${what(later[0])}` : 'not answered';
    return absent(exchange, (quiet) => fail(`stale nonce, ${how}; ${quiet}`));
  }
  return unlessRight(exchange, answer, pass(`answered with the new nonce: ${what(answer)}`));
});

export const usesNextNonce: Judge = judgeExchange(
  'the nonce used that the registrar has named',
  ({ messages, shown }) => {
    const named = messages.find(({ from, message }) => from === 'lab' && header(message, 'Authentication-Info'));
    const nonce = /\bnextnonce="([^"]+)"/.exec((named && header(named.message, 'Authentication-Info')) ?? '')?.[1];
    if (!named || nonce === undefined) return inconclusive('no next nonce was named');
    const next = requestsOf(messages, 'REGISTER').find(({ at }) => at > named.at);
    if (!next) return inconclusive('no further REGISTER came over this connection');
    const answer = shown.find(({ request }) => request === next);
    if (!answer) return fail('the next REGISTER had no credentials');
    return answer.parameters.get('nonce') === nonce
      ? pass(`used: ${what(answer)}`)
      : fail(`another nonce: ${what(answer)}`);
  },
);
