import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { writeOctets } from './octets.ts';

test('a reader gets the octets in order and in many parts, and an end in between stops it', async () => {
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => index & 0xff));
  const server = createServer((socket) =>
    writeOctets(
      socket.setNoDelay(true).on('error', () => undefined),
      bytes,
    ),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const parts: Buffer[] = [];
  const reader = connect(port, '127.0.0.1');
  await new Promise<void>((resolve) => {
    reader.on('data', (part: Buffer) => {
      parts.push(part);
      if (Buffer.concat(parts).length === bytes.length) resolve();
    });
  });
  expect(Buffer.concat(parts)).toEqual(bytes);
  expect(parts.length).toBeGreaterThan(30);
  reader.destroy();
  const early = connect(port, '127.0.0.1');
  await once(early, 'data');
  early.resetAndDestroy();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
});
