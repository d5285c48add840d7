/**
 * Refusal (docs/verdicts.md, rule 1): the lab sent the faulty thing completely, the device closed, and no application byte
 * arrived, there or by any other transport. The alert is told, never asked for.
 */
import type { Attempt, ClearText, Connection, Evidence } from '../evidence.ts';
import type { Finding, Judge } from '../requirement.ts';
import {
  attemptsOf,
  controlsFailed,
  endedByLab,
  firstFromDevice,
  judgedAttempt,
  story,
  unreadable,
} from './bench-part.ts';

/** What must be seen from the lab before a refusal can be about it. */
export type Delivered = 'certificate' | 'server hello' | 'certificate request' | 'answer';

export interface RefusalOptions {
  /** What is refused, for the sentence: "server certificate". */
  of: string;
  delivered?: Delivered;
  /** Whether the clause says that the device itself MUST close; otherwise an idle connection is inconclusive. */
  mustClose?: boolean;
}

const was: Record<Delivered, (connection: Connection) => boolean> = {
  // An empty list is a Certificate message too.
  certificate: ({ serverChain, messages }) =>
    serverChain.length > 0 || messages.some(({ from, type }) => from === 'lab' && type === 'certificate'),
  'server hello': (connection) => connection.messages.some((one) => one.from === 'lab' && one.type === 'server_hello'),
  'certificate request': (connection) => connection.certificateRequested,
  answer: ({ messages }) => messages.some(({ from }) => from === 'lab'),
};

export function refusal({ of, delivered = 'certificate', mustClose = false }: RefusalOptions): Judge {
  return (evidence) =>
    refused(
      evidence,
      `the ${of} refused: closed without a byte of application data; controls accepted`,
      delivered,
      mustClose,
    );
}

export function refused(evidence: Evidence, expected: string, delivered: Delivered, mustClose: boolean): Finding {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;

  const old = delivered === 'certificate' ? attempt.connections.filter(resumed) : [];
  const leak =
    leaked({ ...attempt, connections: attempt.connections.filter((one) => !old.includes(one)) }) ??
    clearAfter(evidence);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  if (old.length > 0) {
    const seen = `a session was resumed, so the certificate was not shown: ${story({ ...attempt, connections: old })}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const shown = delivered === 'certificate' ? attempt.connections.find(showsIdentity) : undefined;
  if (shown) {
    const seen = `device certificate shown to the server: ${story({ ...attempt, connections: [shown] })}`;
    return { verdict: 'fail', expected, seen };
  }
  if (attempt.connections.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device made no connection within ${attempt.lasted} ms` };
  }
  if (!attempt.connections.some(was[delivered])) {
    return { verdict: 'inconclusive', expected, seen: `the ${delivered} never reached the device: ${story(attempt)}` };
  }
  const hidden = unreadable(attempt, 'fromDevice');
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
  }
  const open = attempt.connections.filter(
    (one) => one.closed.by === 'open' || (mustClose && outwaited(one, evidence.window)),
  );
  if (open.length > 0) {
    const seen = `the device left the connection open for ${evidence.window} ms without sending anything`;
    if (!mustClose || !open.some(was[delivered])) return { verdict: 'inconclusive', expected, seen };
    // A device that leaves every connection open, the good ones too, has another trouble.
    return controlsFailed(evidence, expected) ?? { verdict: 'fail', expected, seen };
  }
  const lost = attempt.connections.some((one) => one.messages.some(({ type }) => type === 'not_stored'));
  if (lost) return { verdict: 'inconclusive', expected, seen: 'the connection carried more than the bench keeps' };
  const given = attempt.connections.find(endedByLab);
  if (given) {
    const seen = `the lab ended it first and the device sent no alert: ${story({ ...attempt, connections: [given] })}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  return { verdict: 'pass', expected, seen: `${story(attempt)}; nothing else came within ${attempt.quiet} ms` };
}

/** The lab ended it, after it had waited the whole window in vain for the device to say or end anything. */
export const outwaited = (connection: Connection, window: number): boolean => {
  const { messages, closed, openedAt } = connection;
  // What never became whole stands at the end of the connection, whenever it came.
  const last = messages.findLast(({ type }) => type !== 'incomplete')?.at ?? openedAt;
  return closed.by === 'lab' && endedByLab(connection) && closed.at !== null && closed.at - last >= window;
};

/** A handshake without a certificate: what follows rests on an earlier session, whose server was another one. */
const resumed = ({ negotiated, serverChain, application }: Connection): boolean =>
  negotiated !== null && serverChain.length === 0 && application.length > 0;

/** docs/verdicts.md, rule 6: whoever the server is now knows who the device is. */
const showsIdentity = ({ clientChain }: Connection): boolean => (clientChain?.length ?? 0) > 0;

/** Text that came late, while the control after the case ran: no answer over TLS excuses it. */
export function clearAfter(evidence: Evidence): string | null {
  const clear = attemptsOf(evidence, 'control-after')
    .flatMap((one) => one.clearText)
    .find(inClear);
  if (!clear) return null;
  const { kind, transport, at } = clear;
  return `${kind} in clear over ${transport.toUpperCase()} ${Math.round(at)} ms into the control after the case`;
}

/** Text by another transport; a TLS handshake on another port is none. */
export const inClear = ({ bytes, kind }: ClearText): boolean => bytes > 0 && kind !== 'TLS';

/** What came that must not have come: application data on the connection, or text by another transport. */
export function leaked(attempt: Attempt): string | null {
  for (const connection of attempt.connections) {
    const request = firstFromDevice(connection);
    if (request) return `handshake completed, ${story({ ...attempt, connections: [connection] })}`;
  }
  const clear = attempt.clearText.find(inClear);
  return clear ? `${clear.kind} in clear over ${clear.transport.toUpperCase()} after ${Math.round(clear.at)} ms` : null;
}
