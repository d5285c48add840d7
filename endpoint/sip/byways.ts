/** Ways beside the connection of a line; only flaws take them. */
import type { Duplex } from 'node:stream';
import type { Surroundings } from '../contracts.ts';
import { sendInClear } from './clear-fallback.ts';
import { serverAddress } from './server-address.ts';

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
  const log = (line: string): void => surroundings.log(line);
  return {
    inClear: (message) => void inClear(surroundings, message, log),
    overNewConnection: (message) =>
      void connect().then(
        (other) => other.on('error', () => undefined).end(message),
        (error: Error) => log(`sip: no connection for an answer: ${error.message}`),
      ),
    call,
  };
}

async function inClear(surroundings: Surroundings, message: string, log: (line: string) => void): Promise<void> {
  const { host, clearPort } = serverAddress(surroundings.settings());
  const address = await surroundings.resolve(host).catch(() => host);
  await sendInClear(address, clearPort, (transport) => message.replace('SIP/2.0/TLS', `SIP/2.0/${transport}`), log);
}
