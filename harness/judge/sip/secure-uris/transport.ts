/** That what belongs onto TLS stays on it, and says so (RFC 3261 §8.1.1.7, §12.2.1.1, §18.2.2). */
import { headerItems } from '../../../wire/sip/message.ts';
import type { Judge } from '../../../requirement.ts';
import { finalTo, messagesOf } from '../messages.ts';
import { clearAfter, inClear } from '../../refusal.ts';
import { judgedAttempt, acceptedOn, story } from '../../bench-part.ts';
import { lookAt } from './look.ts';
import { callsOf, isSecure, schemeOf } from './uris.ts';

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

/** RFC 3261 §12.2.1.1: requests of a dialog that was set up by sips: stay on TLS. Text in clear has ended the judgement. */
export const endsSecureCallSecurely: Judge = (evidence) => {
  const expected = 'BYE of a call to sips: over TLS and to sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = callsOf(look.messages).find(({ message }) => isSecure(message.uri));
  const status = call && finalTo(look.messages, call)?.message.status;
  if (!call || status !== 200) return look.finding('inconclusive', 'no call to sips: stood');
  const byes = look.messages.filter(
    ({ from, at, message }) => from === 'device' && at > call.at && message.method === 'BYE',
  );
  const [first] = byes;
  if (!first) return look.finding('inconclusive', 'the device did not end the call');
  const wrong = byes.find(({ message }) => !isSecure(message.uri));
  return look.finding(wrong ? 'fail' : 'pass', `BYE to ${schemeOf((wrong ?? first).message.uri)}: over TLS`);
};

/** RFC 3261 §18.2.2: whatever the Via of the request says. */
export const answersOnSameConnection: Judge = (evidence) => {
  const expected = 'the response over the connection of the request';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const asked = look.messages.find(({ from, message }) => from === 'lab' && message.method !== null);
  if (!asked) return look.finding('inconclusive', 'the registrar could not ask');
  const answer = finalTo(look.messages, asked);
  const what = asked.message.method ?? '';
  if (!answer) return look.finding('inconclusive', `${what} was not answered`);
  const isSame = answer.connection === asked.connection;
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
