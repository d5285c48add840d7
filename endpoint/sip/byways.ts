/** Ways beside the connection of a line; only flaws take them. */
import type { Duplex } from 'node:stream';
import type { Surroundings } from '../contracts.ts';
import { sendInClear } from './clear-fallback.ts';

export interface Byways {
  /** Where nothing secure is. */
  inClear(message: string): void;
  /** To the same server. */
  overNewConnection(message: string): void;
  call(uri: string): void;
}

/** @param connect another connection to the server. @param call places a call. */
export function bywaysOf(
  surroundings: Surroundings,
  connect: () => Promise<Duplex>,
  call: (uri: string) => void,
): Byways {
  return {
    inClear: (message) => void inClear(surroundings, message),
    overNewConnection: (message) =>
      void connect().then(
        (other) => other.on('error', () => undefined).end(message),
        (error: Error) => surroundings.log(`sip: no connection for an answer: ${error.message}`),
      ),
    call,
  };
}

const inClear = (surroundings: Surroundings, message: string): Promise<void> =>
  sendInClear(surroundings, (transport) => message.replace('SIP/2.0/TLS', `SIP/2.0/${transport}`));
