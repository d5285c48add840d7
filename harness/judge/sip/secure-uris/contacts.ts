/** The scheme of a Contact (RFC 3261 §8.1.1.8, §12.1.1; RFC 5630 §5.1.1). */
import { header, headers, type SipMessage } from '../../../wire/sip/message.ts';
import { isWithinDialog } from '../../../farend/dialog.ts';
import type { Judge } from '../../../requirement.ts';
import { finalTo, responsesTo, type SeenMessage } from '../messages.ts';
import { lookAt } from './look.ts';
import { callsOf, hasContactsOf, isSecure, schemeOf, toldContacts, urisIn } from './uris.ts';

/** The Contact of a call to sips:. */
export const callsWithSecureContact: Judge = (evidence) => {
  const expected = 'INVITE to sips: with a Contact of sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const calls = callsOf(look.messages).filter(({ message }) => isSecure(message.uri));
  const [first] = calls;
  if (!first) return look.finding('inconclusive', 'the device did not call sips:');
  const wrong = calls.find(({ message }) => !hasContactsOf(message, 'sips'));
  return look.finding(wrong ? 'fail' : 'pass', `INVITE to sips: with ${toldContacts((wrong ?? first).message)}`);
};

/** The Contact of a call to sip: over TLS, where no route of sips: is before it. */
export const callsWithPlainContact: Judge = (evidence) => {
  const expected = 'INVITE to sip: over TLS with a Contact of sip:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const calls = callsOf(look.messages).filter(
    ({ message }) => schemeOf(message.uri) === 'sip' && !isSecure(urisIn(message, 'Route')[0]),
  );
  const [first] = calls;
  if (!first) return look.finding('inconclusive', 'the device did not call sip: without a route of sips:');
  const wrong = calls.find(({ message }) => !hasContactsOf(message, 'sip'));
  return look.finding(wrong ? 'fail' : 'pass', `INVITE to sip: with ${toldContacts((wrong ?? first).message)}`);
};

const isRefresh = ({ method }: SipMessage): boolean => method === 'INVITE' || method === 'UPDATE';

/**
 * Within a call that was begun by a request to sips:, both what the device asks and what it answers 2xx (RFC 5630 §5.1.1.2;
 * RFC 3261 §12.2.2 takes the remote target from either).
 */
export const renewsWithSecureContact: Judge = (evidence) => {
  const expected = 'in a call to sips: a Contact of sips: in each re-INVITE and UPDATE, and in each 2xx to one';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const { messages, finding } = look;
  const secure = new Set(
    messages
      .filter(({ message }) => message.method === 'INVITE' && !isWithinDialog(message) && isSecure(message.uri))
      .map(({ message }) => header(message, 'Call-ID')),
  );
  const asked = messages.filter(
    ({ message }) => isRefresh(message) && isWithinDialog(message) && secure.has(header(message, 'Call-ID')),
  );
  const refreshes = asked.flatMap((one): SeenMessage[] => {
    if (one.from === 'device') return [one];
    return responsesTo(messages, one).filter(
      ({ message: { status } }) => status !== null && status >= 200 && status < 300,
    );
  });
  const wrong = refreshes.find(({ message }) => !hasContactsOf(message, 'sips'));
  const told = ({ message }: SeenMessage): string => `"${message.startLine}" with ${toldContacts(message)}`;
  if (wrong) return finding('fail', told(wrong));
  const [first] = refreshes;
  if (first) return finding('pass', told(first));
  const [unanswered] = asked;
  const status = unanswered && finalTo(messages, unanswered)?.message.status;
  const what = unanswered ? `the re-INVITE was answered ${status ?? 'by nothing'}` : 'there was no re-INVITE';
  return finding('inconclusive', what);
};

/** RFC 5630 §5.1.1.1: From and To of a registration follow its contacts. */
export const registersByItsContacts: Judge = (evidence) => {
  const expected = 'REGISTER with From and To of sips: where all contacts are sips:, and of sip: otherwise';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const registrations = look.messages.filter(
    ({ from, message }) => from === 'device' && message.method === 'REGISTER' && urisOfContacts(message).length > 0,
  );
  const told = ({ message }: SeenMessage): string =>
    `REGISTER with ${toldContacts(message)}, From ${schemesOf(message, 'From')}, To ${schemesOf(message, 'To')}`;
  const isWrong = ({ message }: SeenMessage): boolean => {
    const scheme = urisOfContacts(message).every(isSecure) ? 'sips' : 'sip';
    return ['From', 'To'].some((name) => urisIn(message, name).some((uri) => schemeOf(uri) !== scheme));
  };
  const [first] = registrations;
  const wrong = registrations.find(isWrong);
  if (wrong) return look.finding('fail', told(wrong));
  return first ? look.finding('pass', told(first)) : look.finding('inconclusive', 'no REGISTER with a Contact came');
};

/** RFC 5630 §5.1.1.1: the one implies the other. */
export const registersContactOnce: Judge = (evidence) => {
  const expected = 'no REGISTER with the same Contact as sip: and as sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const registrations = look.messages.filter(({ from, message }) => from === 'device' && message.method === 'REGISTER');
  const twice = registrations.find(({ message }) => {
    const contacts = urisOfContacts(message);
    const plain = contacts.filter((uri) => schemeOf(uri) === 'sip').map(address);
    return contacts.some((uri) => isSecure(uri) && plain.includes(address(uri)));
  });
  if (twice) return look.finding('fail', `REGISTER with ${toldContacts(twice.message)} of one address`);
  const first = registrations.find(({ message }) => urisOfContacts(message).length > 0);
  if (!first) return look.finding('inconclusive', 'no REGISTER with a Contact came');
  return look.finding('pass', `REGISTER with ${toldContacts(first.message)}`);
};

const urisOfContacts = (message: SipMessage): string[] =>
  urisIn(message, 'Contact').filter((uri) => schemeOf(uri) !== '');

const schemesOf = (message: SipMessage, name: string): string =>
  headers(message, name).length > 0
    ? urisIn(message, name)
        .map((uri) => `${schemeOf(uri)}:`)
        .join(', ')
    : 'missing';

/** Behind the scheme, without parameters: those of the transport differ. */
const address = (uri: string): string =>
  uri
    .replace(/^sips?:/i, '')
    .replace(/[;?].*$/, '')
    .toLowerCase();
