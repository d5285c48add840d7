/** A connection to a SIP server without TLS, for accounts that are set to TCP. */
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { ConnectionRefused, type ServiceTarget, type Surroundings } from '../contracts.ts';

/** Rejects with ConnectionRefused. */
export async function connectInClear(
  surroundings: Surroundings,
  { host, port }: ServiceTarget,
  timeoutMs: number,
): Promise<Duplex> {
  try {
    return await opened(await surroundings.resolve(host), port, timeoutMs);
  } catch (error) {
    const at = new Date().toISOString();
    const peer = `${host}:${port}`;
    const refusal = { at, service: 'sip', peer, kind: 'network', reason: (error as Error).message } as const;
    surroundings.refused(refusal);
    throw new ConnectionRefused(refusal);
  }
}

function opened(host: string, port: number, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error('the server does not answer')), timeoutMs);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
