/** Servers and UDP ports as promises. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
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

/** A UDP socket at that address; port 0 asks the system. Rejects with the system's error. */
export async function bindDatagrams({ host, port }: Address): Promise<DatagramSocket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, host, resolve);
  });
  // Later it tells of a port that refused what was sent to it, which is the other side's affair.
  return socket.removeAllListeners('error').on('error', () => undefined);
}
