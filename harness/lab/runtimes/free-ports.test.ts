import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { freePorts } from './free-ports.ts';

const counts = { tcp: 20, udp: 1, both: 1 };
const numbers = (ports: Awaited<ReturnType<typeof freePorts>>) =>
  Object.values(ports).flatMap((some) => some.map(({ inside }: { inside: { port: number } }) => inside.port));

test('labs that start at the same moment share no port', async () => {
  const labs = await Promise.all(Array.from({ length: 5 }, () => freePorts(counts)));
  const all = labs.flatMap(numbers);

  expect(all).toHaveLength(5 * 22);
  expect(new Set(all).size).toBe(all.length);
});

test('the ports lie below those that the system hands out for outgoing connections', async () => {
  expect(Math.max(...numbers(await freePorts(counts)))).toBeLessThan(32_768);
});

test('every port can be listened on', async () => {
  const { tcp } = await freePorts(counts);
  for (const { inside } of tcp) {
    const server = createServer().listen(inside.port, inside.host);
    await once(server, 'listening');
    server.close();
  }
});
