/** Ports that the system says are free. Somebody may take one before it is used: callers ask again then. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { PortCounts, Ports } from './runtime.ts';

const host = '127.0.0.1';

export async function freePorts(counts: PortCounts): Promise<Ports> {
  const held: (() => Promise<void>)[] = [];
  const hold = async (kind: keyof PortCounts): Promise<number> => {
    for (;;) {
      const tcp = kind === 'udp' ? null : await holdTcp(0);
      const udp = kind === 'tcp' ? null : await holdUdp(tcp?.port ?? 0);
      held.push(...[tcp, udp].filter((holding) => holding !== null).map(({ release }) => release));
      const port = udp?.port ?? tcp?.port;
      if (port !== undefined && (kind === 'tcp' || udp)) return port;
    }
  };
  const take = async (kind: keyof PortCounts): Promise<Ports[keyof PortCounts]> => {
    const ports = await Promise.all(Array.from({ length: counts[kind] }, () => hold(kind)));
    return ports.map((port) => ({ inside: { host, port }, outside: { host, port } }));
  };
  const [tcp, udp, both] = await Promise.all([take('tcp'), take('udp'), take('both')]);
  await Promise.all(held.map((release) => release()));
  return { tcp, udp, both };
}

interface Holding {
  port: number;
  release: () => Promise<void>;
}

async function holdTcp(port: number): Promise<Holding> {
  const server = createServer();
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    release: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** Null where the wished port is taken on UDP. */
async function holdUdp(port: number): Promise<Holding | null> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch {
    return null;
  }
  return { port: socket.address().port, release: () => new Promise((resolve) => void socket.close(() => resolve())) };
}
