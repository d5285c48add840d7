/** What an attempt came to, in the words that tables and cells use. It describes and never judges. */
import type { Attempt, Evidence, Visit } from '../harness/evidence.ts';

export interface Happening {
  /** `connected`: an application byte of the device arrived, on any transport. `refused`: it connected and sent none.
   * `absent`: it never connected. */
  kind: 'connected' | 'refused' | 'absent';
  /** The first alert that the device sent. */
  alert: { code: number; name: string } | null;
  /** Application bytes of the device, clear text included. */
  bytes: number;
  /** `REGISTER after 41 ms`, `closed after 4 ms` */
  words: string;
}

export function happeningOf(attempt: Attempt): Happening {
  const { connections, clearText } = attempt;
  const sent = connections.flatMap((connection) => connection.application.filter((data) => data.from === 'device'));
  const clear = clearText.filter((text) => text.bytes > 0);
  const bytes = [...sent, ...clear].reduce((sum, one) => sum + one.bytes, 0);
  const alert = connections
    .flatMap((connection) => connection.alerts)
    .find((one) => one.from === 'device' && one.name !== 'close_notify');
  const said = { alert: alert ? { code: alert.code, name: alert.name } : null, bytes };
  const first = sent[0];
  if (first) return { ...said, kind: 'connected', words: `${request(first.kind)} after ${ms(first.at)}` };
  const plain = clear[0];
  if (plain) return { ...said, kind: 'connected', words: `${request(plain.kind)} in clear after ${ms(plain.at)}` };
  if (connections.some((connection) => connection.unreadable.fromDevice > 0)) {
    return { ...said, kind: 'connected', words: 'sent data that could not be read' };
  }
  const connection = connections[0];
  if (!connection) return { ...said, kind: 'absent', words: 'did not connect' };
  const { closed } = connection;
  if (closed.by === 'device') {
    const how = closed.how === 'rst' ? 'reset' : 'closed';
    return { ...said, kind: 'refused', words: closed.at === null ? how : `${how} after ${ms(closed.at)}` };
  }
  return {
    ...said,
    kind: 'refused',
    words:
      closed.by === 'open'
        ? 'stayed open, sent nothing'
        : alert
          ? 'alert, then the lab closed'
          : 'lab closed, device silent',
  };
}

/** Of the bench to the device's own listener: let in is who got an answer. Bytes are not counted there. */
function happeningOfVisit({ reached, answer, alert }: Visit): Happening {
  const said = { alert: answer ? null : alert, bytes: 0 };
  if (answer) return { ...said, kind: 'connected', words: `answered ${answer.status}` };
  return reached
    ? { ...said, kind: 'refused', words: 'not answered' }
    : { ...said, kind: 'absent', words: 'unreachable' };
}

/** What the case came to: its last attempt, or the last visit to the device. */
export function happeningIn(evidence: Evidence): Happening | null {
  const attempt = caseAttempt(evidence);
  if (attempt) return happeningOf(attempt);
  const visit = evidence.visits?.findLast((one) => one.role === 'case');
  return visit ? happeningOfVisit(visit) : null;
}

/** The attempt that the row is about: the last of role `case`. */
export function caseAttempt(evidence: Evidence): Attempt | undefined {
  return evidence.attempts.findLast((attempt) => attempt.role === 'case');
}

const request = (kind: string): string => kind.replace(/^(SIP|HTTP) /, '');
export const ms = (value: number): string => `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ms`;
