/** RFC 3261 §26.3.2.1, §18.1.1: the connection of the registration stays, and what comes later goes over it. */
import type { Connection } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { endOf } from '../ending.ts';
import { finalTo, messagesOf, requestsOf } from '../messages.ts';
import { registeredAttempt } from './registered.ts';

function leftAfter(connection: Connection): string | null {
  const { by, at } = endOf(connection);
  return by === 'device' ? `the device closed it after ${Math.round((at ?? 0) - connection.openedAt)} ms` : null;
}

export const keepsConnection: Judge = (evidence, { case: row }) => {
  const expected = 'the connection of the registration kept, and used for what comes later';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, connection, index } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const left = leftAfter(connection);
  const messages = messagesOf(attempt);
  if (row?.dials !== undefined) {
    const invites = requestsOf(messages, 'INVITE');
    const [first] = invites;
    if (!first) return finding('inconclusive', `the device did not call${left ? `; ${left}` : ''}`);
    const other = invites.find((one) => one.connection !== index);
    if (other && endOf(connection).by === 'lab' && other.at > (connection.closed.at ?? 0))
      return finding('inconclusive', 'the connection of the registration had ended before the call');
    if (other)
      return finding(
        'fail',
        `INVITE over another connection than REGISTER, ${Math.round(other.at)} ms after the start`,
      );
    return finding('pass', 'INVITE over the connection of REGISTER');
  }
  const asked = requestsOf(messages, 'OPTIONS', 'lab').find((one) => one.connection === index);
  const answer = asked && finalTo(messages, asked);
  if (answer?.connection === index)
    return finding(
      'pass',
      `OPTIONS ${Math.round(asked!.at)} ms after the start answered ${answer.message.status} over it`,
    );
  if (left) return finding('fail', left);
  return finding('inconclusive', asked ? 'OPTIONS was not answered' : 'the connection ended before anything was asked');
};
