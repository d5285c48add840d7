/** The address of this device that the peer of a connection sees: for Via, Contact and media. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';

/** @param remote address of the server, asked for only where the stream does not know its own end. */
export async function localAddress(stream: Duplex, remote: () => Promise<string>): Promise<string> {
  const own: unknown = 'localAddress' in stream ? stream.localAddress : undefined;
  const address = typeof own === 'string' ? own : await addressTowards(await remote());
  return address.replace(/^::ffff:/, '');
}

/** Connecting a UDP socket sends nothing, but makes the system choose the local address. */
async function addressTowards(remote: string): Promise<string> {
  const socket = createSocket(isIPv6(remote) ? 'udp6' : 'udp4');
  try {
    socket.connect(9, remote);
    await once(socket, 'connect');
    return socket.address().address;
  } finally {
    socket.close();
  }
}
