/** That what belongs onto TLS stays on it, and says so (RFC 3261 §8.1.1.7, §12.2.1.1, §18.2.2). */
import { header, headerItems } from '../../../wire/sip/message.ts';
import type { Judge } from '../../../requirement.ts';
import { finalTo, messagesOf, type SeenMessage } from '../messages.ts';
import { clearAfter, inClear } from '../../refusal.ts';
import { judgedAttempt, acceptedOn, story } from '../../bench-part.ts';
import { lookAt } from './look.ts';
import { callsOf, hasContactsOf, isSecure, schemeOf, toldContacts } from './uris.ts';

export const namesTlsInVia: Judge = (evidence) => {
  const expected = 'SIP/2.0/TLS in the first Via of every request over TLS';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const requests = look.messages.filter(({ from, message }) => from === 'device' && message.method !== null);
  for (const { message } of requests) {
    const via = headerItems(message, 'Via')[0] ?? '';
    if (!/^SIP\s*\/\s*2\.0\s*\/\s*TLS\s/i.test(via))
      return look.finding('fail', `${message.method} with Via ${via.split(/\s/)[0] || 'missing'}`);
  }
  return look.finding('pass', `SIP/2.0/TLS in ${requests.length} requests`);
};

/**
 * RFC 3261 §12.2.1.1: what the device asks later in a call to sips: goes to sips: over TLS, and a new target that it names is
 * one of sips:. Text in clear has ended the judgement.
 */
export const keepsSecureCallSecure: Judge = (evidence) => {
  const expected =
    'BYE, and every re-INVITE and UPDATE, of a call to sips: over TLS and to sips:, with Contacts of sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = callsOf(look.messages).find(({ message }) => isSecure(message.uri));
  const status = call && finalTo(look.messages, call)?.message.status;
  if (!call || status !== 200) return look.finding('inconclusive', 'no call to sips: stood');
  const later = look.messages.filter(
    ({ from, at, message }) =>
      from === 'device' &&
      at > call.at &&
      ['BYE', 'INVITE', 'UPDATE'].includes(message.method ?? '') &&
      header(message, 'Call-ID') === header(call.message, 'Call-ID'),
  );
  const told = ({ message }: SeenMessage): string =>
    `${message.method} to ${schemeOf(message.uri)}: over TLS${message.method === 'BYE' ? '' : ` with ${toldContacts(message)}`}`;
  const wrong = later.find(
    ({ message }) => !isSecure(message.uri) || (message.method !== 'BYE' && !hasContactsOf(message, 'sips')),
  );
  if (wrong) return look.finding('fail', told(wrong));
  const bye = later.find(({ message }) => message.method === 'BYE');
  if (!bye) return look.finding('inconclusive', 'the device did not end the call');
  return look.finding('pass', later.map(told).join(', '));
};

/** RFC 3261 §18.2.2: whatever the Via of the request says. */
export const answersOnSameConnection: Judge = (evidence) => {
  const expected = 'the response over the connection of the request';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const { attempt } = look;
  const asked = look.messages.find(({ from, message }) => from === 'lab' && message.method !== null);
  if (!asked) return look.finding('inconclusive', 'the registrar could not ask');
  const answer = finalTo(look.messages, asked);
  const what = asked.message.method ?? '';
  if (!answer) return look.finding('inconclusive', `${what} was not answered`);
  const isSame = answer.connection === asked.connection;
  const { at } = attempt.connections[asked.connection]?.closed ?? { at: null };
  if (!isSame && at !== null && at <= answer.at)
    return look.finding('inconclusive', `the connection of ${what} had ended before it was answered`);
  return look.finding(isSame ? 'pass' : 'fail', `${what} answered over ${isSame ? 'it' : 'another connection'}`);
};

/**
 * RFC 3261 §26.2.2, RFC 5630 §4: TLS has become impossible, and the device is told to call sips:. That it tried shows that it
 * was about to.
 */
export const failsWithoutTls: Judge = (evidence) => {
  const expected = 'told to call sips: where TLS is impossible: an attempt by TLS, and nothing in clear';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const finding = (verdict: 'pass' | 'fail' | 'inconclusive', seen: string) => ({ verdict, expected, seen });
  const clear = attempt.clearText.find(inClear);
  if (clear) {
    const where = `${clear.transport.toUpperCase()} after ${Math.round(clear.at)} ms`;
    return finding('fail', `${clear.kind} in clear by ${where}`);
  }
  const late = clearAfter(evidence);
  if (late) return finding('fail', late);
  const [registered] = acceptedOn(attempt);
  if (!registered) return finding('inconclusive', `the device did not register before: ${story(attempt)}`);
  const later = attempt.connections.filter((one) => one !== registered && one.openedAt > registered.openedAt);
  const plain = later.flatMap(({ messages }) => messages).find(({ type }) => type === 'clear_text');
  if (plain) return finding('fail', `${plain.detail ?? 'text'} in clear on the port of TLS`);
  if (messagesOf({ connections: later }).length > 0) return finding('inconclusive', 'TLS was possible after all');
  if (later.length === 0) return finding('inconclusive', 'the device did not try to reach its server again');
  return finding(
    'pass',
    `${later.length} attempts that were reset; nothing in clear, the last ${attempt.quiet} ms in silence`,
  );
};
