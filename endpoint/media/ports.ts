/** The two UDP ports of a call: one for RTP and the next one for RTCP (RFC 3550 §11). */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

export interface Ports {
  media: Socket;
  control: Socket;
}

const ATTEMPTS = 50;

/** @throws Error when no pair of neighbours is free. */
export async function openPorts(address: string): Promise<Ports> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const media = await bound(address, 0);
    const { port } = media.address();
    const control = port % 2 === 0 ? await bound(address, port + 1).catch(() => null) : null;
    if (control) return { media, control };
    media.close();
  }
  throw new Error(`no two neighbouring UDP ports are free on ${address}`);
}

/**
 * Peers are told by address. Where nothing is looked up a packet leaves within `send`, so that the port may be closed right
 * behind it.
 */
const itself = (
  address: string,
  _options: unknown,
  found: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void => found(null, address, isIPv6(address) ? 6 : 4);

async function bound(address: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup: itself });
  const listening = once(socket, 'listening');
  socket.bind(port, address);
  await listening;
  // An ICMP answer to what was sent (nobody listens there) is no reason to end a call.
  socket.on('error', () => undefined);
  return socket;
}
