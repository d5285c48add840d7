/** How a device registers that knows outbound (RFC 5626 §4.1, §4.2.1). */
import type { Attempt } from '../../../evidence.ts';
import type { Judge } from '../../../requirement.ts';
import { header, headerItems, parameter, type SipMessage } from '../../../wire/sip/message.ts';
import { attemptsOf, benchFault } from '../../bench-part.ts';
import { messagesOf, requestsOf } from '../messages.ts';
import { notDone, saidOf } from '../../trust/steps.ts';
import { registeredAttempt } from './registered.ts';

export const registersWithOutbound: Judge = (evidence) => {
  const expected = 'REGISTER with Supported: path, outbound and a Contact with reg-id and +sip.instance';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const requests = requestsOf(messagesOf(look.attempt), 'REGISTER').filter(
    ({ message, whole }) => whole && binds(message),
  );
  const [first] = requests;
  if (!first) return { verdict: 'inconclusive', expected, seen: 'no REGISTER with a Contact to bind could be read' };
  const missing = requests.map(({ message }) => lacking(message)).find((one) => one.length > 0);
  if (missing) return { verdict: 'fail', expected, seen: `REGISTER without ${missing.join(', ')}` };
  return { verdict: 'pass', expected, seen: `REGISTER of ${instanceIn(first.message) ?? ''} with all of it` };
};

/** What only asks for bindings (RFC 3261 §10.2.3), or takes them back (§10.2.2), opens no flow. */
const binds = (register: SipMessage): boolean => boundContact(register) !== null;

function boundContact(register: SipMessage): string | null {
  const isBound = (one: string): boolean =>
    one !== '*' && (parameter(one, 'expires') ?? header(register, 'Expires')) !== '0';
  return headerItems(register, 'Contact').find(isBound) ?? null;
}

function lacking(register: SipMessage): string[] {
  const supported = headerItems(register, 'Supported').map((tag) => tag.trim().toLowerCase());
  const contact = boundContact(register) ?? '';
  return [
    ...['path', 'outbound'].filter((tag) => !supported.includes(tag)).map((tag) => `${tag} in Supported`),
    ...(/;\s*reg-id\s*=\s*[1-9]\d*/i.test(contact) ? [] : ['reg-id']),
    ...(instanceIn(register) === null ? ['+sip.instance'] : []),
  ];
}

/** The URN; null where there is none (RFC 5626 §4.1: `"<urn:...>"`). */
function instanceIn(register: SipMessage): string | null {
  return /;\s*\+sip\.instance\s*=\s*"<(urn:[^>"]+)>"/i.exec(boundContact(register) ?? '')?.[1] ?? null;
}

/** Before and after what the test did to the device meanwhile. */
export const keepsInstance: Judge = (evidence) => {
  const expected = 'the same +sip.instance in the registrations before and after';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const attempts = attemptsOf(evidence, 'case');
  const undone = notDone(evidence);
  if (undone) return { verdict: 'inconclusive', expected, seen: undone };
  const [before = null, after = null] = [attempts[0], attempts.slice(1).at(-1)].map((one) => one && instanceOf(one));
  if (before === null || after === null) {
    const seen = `no registration with +sip.instance ${before === null ? 'before' : 'after'}${saidOf(evidence)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  // RFC 2141 §5: the NID, and of a UUID all of it, is compared without regard to case.
  const isSame = before.toLowerCase() === after.toLowerCase();
  const seen = `${before}, then ${isSame ? 'the same' : after}${saidOf(evidence)}`;
  return { verdict: isSame ? 'pass' : 'fail', expected, seen };
};

const instanceOf = (attempt: Attempt): string | null => {
  const register = requestsOf(messagesOf(attempt), 'REGISTER').find(({ message }) => binds(message));
  return register ? instanceIn(register.message) : null;
};
