/**
 * Ports for one lab. They lie below those that the system hands out by itself, so no outgoing connection takes one; and
 * they come in blocks whose first port this process listens on for as long as it lives, so no other lab does either.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { LabError } from '../../errors.ts';
import type { PortCounts, Ports } from './runtime.ts';

const host = '127.0.0.1';
const lowest = 10_000;
const blockSize = 256;
const blocks = 37;

/** Throws LabError when no block has enough free ports. */
export async function freePorts(counts: PortCounts): Promise<Ports> {
  const start = randomInt(blocks);
  for (let tries = 0; tries < blocks; tries++) {
    const first = lowest + ((start + tries) % blocks) * blockSize;
    const anchor = await listening(first);
    if (!anchor) continue;
    const ports = await within(first + 1, first + blockSize, counts);
    if (ports) {
      anchor.unref();
      return ports;
    }
    await closed(anchor);
  }
  throw new LabError(
    'LAB_PORTS',
    `no ${blockSize} ports in a row are free between ${lowest} and ${lowest + blocks * blockSize}`,
    {
      hint: 'end what listens there, on 127.0.0.1',
    },
  );
}

async function within(first: number, end: number, counts: PortCounts): Promise<Ports | null> {
  const ports: Ports = { tcp: [], udp: [], both: [] };
  let next = first;
  for (const kind of ['tcp', 'udp', 'both'] as const) {
    for (; ports[kind].length < counts[kind]; next++) {
      if (next >= end) return null;
      if (kind !== 'udp' && !(await tcpIsFree(next))) continue;
      if (kind !== 'tcp' && !(await udpIsFree(next))) continue;
      ports[kind].push({ inside: { host, port: next }, outside: { host, port: next } });
    }
  }
  return ports;
}

async function tcpIsFree(port: number): Promise<boolean> {
  const server = await listening(port);
  if (server) await closed(server);
  return server !== null;
}

/** Null where the port is taken. */
async function listening(port: number): Promise<Server | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));

async function udpIsFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch {
    return false;
  }
  await new Promise<void>((resolve) => void socket.close(resolve));
  return true;
}
