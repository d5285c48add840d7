/** Judges of the order of messages in handshakes with good servers. */
import type { Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../requirement.ts';
import { accepted, acceptedOn, judgedAttempt } from '../bench-part.ts';
import { pinNotOffered } from './pinned-server.ts';
import { hidesMessages, outOfOrder } from './message-order.ts';
import { differences, inSentences, type ToldOrder } from './told-order.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

type Look = { finding: Finding } | { good: Connection[]; connections: Connection[] };

/** The connections of the attempt, and those of them whose handshake was good for a request. */
function lookAt(evidence: Evidence, context: JudgeContext, expected: string): Look {
  const { row } = namedOutcome(context);
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look;
  const { attempt } = look;
  const missing = accepted(attempt) ? null : pinNotOffered(attempt, row.serves);
  if (missing) return { finding: { verdict: 'not-applicable', expected, seen: `${missing} is not offered` } };
  return { good: acceptedOn(attempt), connections: attempt.connections };
}

/** A wrong order is seen whatever became of the handshake; a right one takes a handshake that was carried through. */
export const messagesInOrder: Judge = (evidence, context) => {
  const expected = "the device's messages in the order of the protocol, in a handshake that is carried through";
  const look = lookAt(evidence, context, expected);
  if ('finding' in look) return look.finding;
  const { good, connections } = look;
  const wrong = connections.map(outOfOrder).find((one) => one !== null);
  if (wrong) return { verdict: 'fail', expected, seen: wrong };
  const [first] = good;
  if (!first) return { verdict: 'inconclusive', expected, seen: 'no handshake was carried through' };
  if (good.some(hidesMessages)) {
    return { verdict: 'inconclusive', expected, seen: 'encrypted records of the device could not be read' };
  }
  return { verdict: 'pass', expected, seen: `${orderOf(first)}` };
};

/** `client_hello, client_key_exchange, ...`: what the device sent up to its first application data. */
function orderOf({ messages }: Connection): string {
  const sent = messages.filter(({ from }) => from === 'device').map(({ type }) => type);
  const end = sent.indexOf('application_data');
  return (end < 0 ? sent : sent.slice(0, end)).join(', ');
}

/** What was seen beside what a document tells. Nothing is judged: where they differ, the protocol decides who is at fault. */
export function comparedWith(order: ToldOrder): Judge {
  return (evidence, context) => {
    const expected = `the handshake beside ${order.title}: recorded`;
    const look = lookAt(evidence, context, expected);
    if ('finding' in look) return look.finding;
    const [connection] = look.good;
    if (!connection) return { verdict: 'inconclusive', expected, seen: 'no handshake was carried through' };
    if (connection.negotiated?.version === 'TLS 1.3') {
      const seen = `the document does not know this handshake: it tells of none of TLS 1.3 (${connection.negotiated.suite})`;
      return { verdict: 'observed', expected, seen };
    }
    const { defects, others } = inSentences(order, differences(order, connection));
    const device = outOfOrder(connection);
    const parts = [
      ...(device ? [`the device is out of the order of the protocol: ${device}`] : []),
      ...(defects.length > 0 ? [`the document is at fault: ${defects.join('; ')}`] : []),
      ...(others.length > 0 ? [`besides: ${others.join('; ')}`] : []),
    ];
    if (parts.length === 0) return { verdict: 'observed', expected, seen: 'as the document tells' };
    return { verdict: 'observed', expected, seen: `${parts.join('. ')}.` };
  };
}
