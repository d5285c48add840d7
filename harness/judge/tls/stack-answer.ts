/**
 * What a client made of a server whose handshake deviates, in the few words in which TLS stacks are compared. It describes
 * and never judges: the same words are told of a device, read from its evidence, and of the stacks that were measured.
 */
import type { Attempt, Connection, TlsMessage } from '../../evidence.ts';
import { firstFromDevice, wentOn } from '../bench-part.ts';
import { notOffered } from './handshake-outcome.ts';

/** `closes`: by FIN, without an alert. `waits`: still silent after `patience`. */
export type Ending = `alert ${number}` | 'closes' | 'resets' | 'waits';

/** `goes on`: with its part of the key exchange, in TLS 1.3 its Finished, or with its request. */
export type Step = 'goes on' | 'second hello' | 'third hello';

/** `not offered`: by its hello the client could not be given the row. */
export type StackAnswer =
  | 'not offered'
  | Step
  | Ending
  | `${Step}, ${Ending}`
  | `${'second' | 'third'} hello, goes on`
  | `${'second' | 'third'} hello, goes on, ${Ending}`;

/** As long as the stacks were watched, ms: whoever ends a connection later has waited. */
const patience = 2400;

/** What was seen of the first connection with a ClientHello; null where there is none, or what followed cannot be read. */
export function stackAnswer(attempt: Pick<Attempt, 'connections' | 'witness'>): StackAnswer | null {
  if (notOffered(attempt) !== null) return 'not offered';
  const connection = attempt.connections.find(({ hello }) => hello !== null);
  if (!connection) return null;
  const on = wentOn(connection) || firstFromDevice(connection) !== undefined;
  if (!on && connection.unreadable.fromDevice > 0) return null;
  const hello = helloOf(connection);
  const end = on ? endBehind(connection) : endOf(connection, attempt);
  return [hello, on ? 'goes on' : null, end].filter((one) => one !== null).join(', ') as StackAnswer;
}

function helloOf({ messages }: Connection): 'second hello' | 'third hello' | null {
  const count = messages.filter(({ from, type }) => from === 'device' && type === 'client_hello').length;
  if (count < 2) return null;
  return count === 2 ? 'second hello' : 'third hello';
}

/** Of a client that went on: nothing where it was answered, or the lab had no more to say to it. */
function endBehind(connection: Connection): Ending | null {
  const alert = alertOf(connection);
  if (alert) return `alert ${alert.code}`;
  const answered = connection.application.some(({ from }) => from === 'lab');
  return !answered && closedAtOnce(connection) ? byClose(connection) : null;
}

function endOf(connection: Connection, { witness }: Pick<Attempt, 'witness'>): Ending {
  const alert = alertOf(connection);
  if (alert && isAtOnce(alert.at, connection)) return `alert ${alert.code}`;
  if (closedAtOnce(connection)) return byClose(connection);
  // A lab that has ended its own side still hears whether the client ends the other.
  const [, how] = witness.lines.map((line) => /; (closed|reset) by the device$/.exec(line)).find(Boolean) ?? [];
  if (!alert && connection.closed.by === 'lab' && how) return how === 'reset' ? 'resets' : 'closes';
  return 'waits';
}

const alertOf = ({ alerts }: Connection) => alerts.find(({ from, level }) => from === 'device' && level === 'fatal');

const byClose = ({ closed }: Connection): Ending => (closed.how === 'rst' ? 'resets' : 'closes');

const closedAtOnce = (connection: Connection): boolean =>
  connection.closed.by === 'device' && connection.closed.at !== null && isAtOnce(connection.closed.at, connection);

/** Measured from the last message that is not part of the client's own end. */
function isAtOnce(end: number, { messages, openedAt }: Connection): boolean {
  const isOfEnd = ({ from, type }: TlsMessage): boolean =>
    type === 'incomplete' || (from === 'device' && type === 'alert');
  return end - (messages.findLast((one) => !isOfEnd(one))?.at ?? openedAt) <= patience;
}

/**
 * FIN or reset is a matter of what the client had not read yet; and who was given no more than a HelloRetryRequest could say no
 * more than its second hello.
 */
export function sameAnswer(one: StackAnswer, other: StackAnswer): boolean {
  const [a, b] = [one, other].map((answer) => answer.replace('resets', 'closes')).sort();
  return a === b || (a === 'second hello' && b?.startsWith('second hello, ') === true);
}
