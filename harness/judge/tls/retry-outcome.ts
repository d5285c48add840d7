/**
 * A HelloRetryRequest that MUST be refused (RFC 8446 §4.1.4): another ClientHello on the same connection is going on with it,
 * whatever comes of that. `count` says which one of the connection is meant; those before it are honest.
 */
import type { Connection, TlsMessage } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { judgedAttempt, story } from '../bench-part.ts';
import { handshakeOutcome, notOffered } from './handshake-outcome.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export function retryRefused({ count }: { count: number }): Judge {
  return (evidence, context) => {
    const { row } = namedOutcome(context);
    const expected = `${row.title}: ended by the device, without another ClientHello; controls accepted`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    if (notOffered(attempt) !== null || attempt.connections.length === 0) return handshakeOutcome(evidence, context);
    const asked = attempt.connections.filter((one) => answersTo(count, one) !== null);
    if (asked.length === 0) {
      const seen = `HelloRetryRequest number ${count} never reached the device: ${story(attempt)}`;
      return { verdict: 'inconclusive', expected, seen };
    }
    const on = asked.find((one) => answersTo(count, one)?.some(isClientHello));
    if (!on) return { ...handshakeOutcome(evidence, context), expected };
    const seen = `the device sent another ClientHello: ${story({ ...attempt, connections: [on] })}`;
    return { verdict: 'fail', expected, seen };
  };
}

/** What came after that HelloRetryRequest; null where it was not sent. */
function answersTo(count: number, { messages }: Connection): TlsMessage[] | null {
  const sent = messages.flatMap((one, index) => (isRetry(one) ? [index] : []))[count - 1];
  return sent === undefined ? null : messages.slice(sent + 1);
}

const isRetry = ({ from, type, detail = '' }: TlsMessage): boolean =>
  from === 'lab' && type === 'server_hello' && detail.startsWith('hello retry request');

const isClientHello = ({ from, type }: TlsMessage): boolean => from === 'device' && type === 'client_hello';
