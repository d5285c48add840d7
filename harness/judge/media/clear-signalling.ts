/** Keys of SRTP where the signalling is not encrypted: what a device writes whose account is one without TLS (RFC 4568 §8). */
import type { ApplicationData, Attempt, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { accepted, attemptsOf, judgedAttempt, story } from '../bench-part.ts';
import { inClear } from '../refusal.ts';
import { finalTo, messagesOf, requestsOf } from '../sip/messages.ts';
import { refuses } from './call-part.ts';

/** As far as the crypto lines of a message are read. */
const readOctets = 16 * 1024;

export const keepsKeysOutOfClear: Judge = (evidence) => {
  const expected = 'no key in messages without TLS, from a device that writes keys into those over TLS';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const leak = evidence.attempts.flatMap(sentInClear).find(holdsKey);
  if (leak) return { verdict: 'fail', expected, seen: `${leak.kind} over TCP, in clear, with ${told(leak)}` };
  const unclear = (seen: string): Finding => ({ verdict: 'inconclusive', expected, seen });
  const without = controlWithoutKeys(evidence);
  if (without) return unclear(without);
  const elsewhere = evidence.attempts.flatMap(({ clearText }) => clearText).find(inClear);
  if (elsewhere)
    return unclear(`${elsewhere.kind} in clear over ${elsewhere.transport.toUpperCase()}, not read further`);
  return (
    withoutKey(evidence, look.attempt, expected) ?? unclear(`nothing that could hold a key: ${story(look.attempt)}`)
  );
};

/** What shows that the device keeps its keys to itself; null: nothing does. */
function withoutKey(evidence: Evidence, attempt: Attempt, expected: string): Finding | null {
  const sent = sentInClear(attempt);
  const unread = sent.find(({ bytes, text = '' }) => bytes > readOctets || /^a=crypto:/im.test(text));
  if (unread) return { verdict: 'inconclusive', expected, seen: `${unread.kind} could not be read to its end` };
  const describing = sent.find(({ text = '' }) => /^m=/m.test(text));
  if (describing) return { verdict: 'pass', expected, seen: `${describing.kind} over TCP without a crypto line` };
  const declined = declinedInClear(attempt);
  if (declined !== null) return { verdict: 'pass', expected, seen: `declined the call over TCP with ${declined}` };
  // docs/verdicts.md, rule 10: the word of the device alone is none.
  const refusal = evidence.actions?.find(({ what, said }) => what === 'transport' && said === 'refused');
  if (!refusal || saysAnythingInClear(attempt)) return null;
  const words = refusal.reason ? `: "${refusal.reason.slice(0, 300)}"` : '';
  return { verdict: 'pass', expected, seen: `nothing in clear, as the device refuses the setting${words}` };
}

/** The attempts of the far ends that spoke no TLS. What a device says over TLS is read only where there was a handshake. */
const clearConnections = ({ connections }: Attempt) => connections.filter(({ negotiated }) => negotiated === null);

const ofDevice = ({ from }: { from: 'device' | 'lab' }): boolean => from === 'device';

const sentInClear = (attempt: Attempt): ApplicationData[] =>
  clearConnections(attempt).flatMap(({ application }) => application.filter(ofDevice));

const saysAnythingInClear = (attempt: Attempt): boolean =>
  clearConnections(attempt).some(({ messages }) =>
    messages.some((one) => ofDevice(one) && ['clear_text', 'not_tls', 'not_stored'].includes(one.type)),
  );

const keysOf = ({ crypto = [] }: ApplicationData) =>
  crypto.flatMap(({ suite, keys }) => (keys ?? []).map((key) => ({ suite, ...key })));

/** Also in a line that is not right otherwise. */
const holdsKey = (data: ApplicationData): boolean =>
  keysOf(data).length > 0 || /^a=crypto:.*inline:\*\*\*/im.test(data.text ?? '');

function told(data: ApplicationData): string {
  const [key] = keysOf(data);
  return key
    ? `a key of ${key.octets} octets for ${key.suite}, fingerprint ${key.fingerprint}`
    : 'a key in a crypto line';
}

/** The final answer of the device to a call without TLS, where it is about what was offered. */
function declinedInClear(attempt: Attempt): number | null {
  const messages = messagesOf({ connections: clearConnections(attempt) });
  const answers = requestsOf(messages, 'INVITE', 'lab').map((invite) => finalTo(messages, invite)?.message.status ?? 0);
  return answers.find(refuses) ?? null;
}

/** A device that writes no keys over TLS either shows nothing by writing none. */
function controlWithoutKeys(evidence: Evidence): string | null {
  for (const role of ['control-before', 'control-after'] as const) {
    const when = role === 'control-before' ? 'before' : 'after';
    const control = attemptsOf(evidence, role).at(-1);
    if (!control) return `no control ran ${when} the case`;
    if (!accepted(control)) return `the device did not accept the control over TLS ${when} the case: ${story(control)}`;
    const secured = control.connections.filter(({ negotiated }) => negotiated !== null);
    const writesKey = secured.some(({ application }) => application.filter(ofDevice).some(holdsKey));
    if (!writesKey) return `the device wrote no key over TLS either, ${when} the case`;
  }
  return null;
}
