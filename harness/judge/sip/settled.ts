/** Whether all that was asked in an attempt has been answered, and a call that stood has ended. */
import type { Attempt } from '../../evidence.ts';
import { finalTo, messagesOf } from './messages.ts';

export function settled(attempt: Pick<Attempt, 'connections'>): boolean {
  const messages = messagesOf(attempt);
  const asked = messages.filter(({ message: { method } }) => method !== null && method !== 'ACK');
  const answered = asked.filter((one) => finalTo(messages, one));
  const stood = answered.some(
    (one) => one.message.method === 'INVITE' && accepted(finalTo(messages, one)?.message.status),
  );
  return answered.length === asked.length && (!stood || asked.some(({ message }) => message.method === 'BYE'));
}

const accepted = (status: number | null = null): boolean => status !== null && status < 300;
