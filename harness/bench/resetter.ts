/** A port that takes each connection and resets it at the first byte: the attempt is seen, TLS stays impossible. */
import { createServer, type AddressInfo } from 'node:net';
import type { Address } from '../lab/lab.ts';

export interface Resetter {
  address: Address;
  stop(): Promise<void>;
}

export async function startResetter(): Promise<Resetter> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: '127.0.0.1', port },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
