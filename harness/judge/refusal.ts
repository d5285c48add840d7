/**
 * Refusal (DESIGN §3, rule 1): the lab sent the faulty thing completely, the device closed, and no application byte
 * arrived, there or by any other transport. The alert is told, never asked for.
 */
import type { Attempt, ClearText, Connection, Evidence } from '../evidence.ts';
import type { Finding, Judge } from '../requirement.ts';
import { benchFault, controlsFailed, firstFromDevice, judged, servedWrongly, story } from './bench-part.ts';

/** What must be seen from the lab before a refusal can be about it. */
export type Delivered = 'certificate' | 'server hello' | 'certificate request';

export interface RefusalOptions {
  /** What is refused, for the sentence: "server certificate". */
  of: string;
  delivered?: Delivered;
  /** Whether the clause says that the device itself MUST close; otherwise an idle connection is inconclusive. */
  mustClose?: boolean;
}

const was: Record<Delivered, (connection: Connection) => boolean> = {
  certificate: (connection) => connection.serverChain.length > 0,
  'server hello': (connection) => connection.messages.some((one) => one.from === 'lab' && one.type === 'server_hello'),
  'certificate request': (connection) => connection.certificateRequested,
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
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const attempt = judged(evidence);
  if (!attempt) return { verdict: 'error', expected, seen: 'the bench stored no attempt of the case' };
  const wrong = servedWrongly(attempt, expected);
  if (wrong) return wrong;

  const leak = leaked(attempt);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  if (attempt.connections.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device made no connection within ${attempt.lasted} ms` };
  }
  if (!attempt.connections.some(was[delivered])) {
    return { verdict: 'inconclusive', expected, seen: `the ${delivered} never reached the device: ${story(attempt)}` };
  }
  const hidden = attempt.connections.reduce((sum, one) => sum + one.unreadable.fromDevice, 0);
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
  }
  const open = attempt.connections.find((one) => one.closed.by === 'open');
  if (open) {
    const seen = `the device left the connection open for ${evidence.window} ms without sending anything`;
    return { verdict: mustClose ? 'fail' : 'inconclusive', expected, seen };
  }
  const given = attempt.connections.find(
    (one) => one.closed.by === 'lab' && !one.alerts.some(({ from }) => from === 'device'),
  );
  if (given) {
    return {
      verdict: 'inconclusive',
      expected,
      seen: `the lab closed first and the device sent no alert: ${story(attempt)}`,
    };
  }
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  return { verdict: 'pass', expected, seen: `${story(attempt)}; nothing else came within ${evidence.window} ms` };
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
