/** Servers as promises. */
import type { AddressInfo, Server } from 'node:net';
import type { Address } from '../lab/lab.ts';

/** The address that the server has then; port 0 asks the system. Rejects with the system's error. */
export function listen(server: Server, { host, port }: Address): Promise<Address> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve({ host, port: (server.address() as AddressInfo).port });
    });
  });
}

export const closeServer = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
