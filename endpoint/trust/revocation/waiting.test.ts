/** What happens while the device asks others about a server. */
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { leavesOf, needTools, versions } from './test-leaves.ts';
import { listening, World } from './test-world.ts';

let world: World;
let leaves: ReturnType<typeof leavesOf>;

test.beforeAll(async () => {
  needTools('openssl');
  world = await World.open();
  leaves = leavesOf(world);
});
test.afterAll(() => world?.[Symbol.asyncDispose]());

test.describe('while the verdict is awaited', () => {
  for (const version of versions) {
    test(`${version}: nothing follows the ClientHello`, async () => {
      const met = await world.meet({ leaf: leaves.ocsp[0], version });
      expect([met.verdict, met.fetched.length]).toEqual(['accepted', 2]);
      expect(met.sent.hello).toBeGreaterThan(100);
      expect(met.sent.question).toBe(met.sent.hello);
    });

    for (const [which, verdict] of [
      // In TLS 1.3 nothing more is needed of the server.
      [0, version === 'TLSv1.3' ? 'accepted' : 'network'],
      [1, 'revoked'],
    ] as const) {
      test(`${version}: a server that hangs up is judged: ${verdict}`, async () => {
        const relays: Socket[] = [];
        const relay = createServer((device) => {
          relays.push(device.on('error', () => undefined));
          const server = connect(Number(relayed), '127.0.0.1');
          device
            .pipe(server)
            .on('error', () => undefined)
            .on('close', () => device.destroy())
            .pipe(device);
        });
        let relayed = 0;
        const through = (port: number): Promise<number> => {
          relayed = port;
          return listening(relay);
        };
        const answer = (body: Buffer): Buffer => {
          for (const device of relays) device.end();
          return world.middle.respond(body);
        };
        const leaf = leaves.ocsp[which];
        const met = await world.meet({ leaf, version, through, answers: { '/ocsp': answer } });
        relay.close();
        expect(met.verdict, met.reason).toBe(verdict);
      });
    }
  }
});

test('an authority that is removed while others are asked is not trusted any more', async () => {
  await using other = await World.open();
  const leaf = other.leaf('leaf', { crl: '/middle.crl' });
  const answer = (): Buffer => {
    other.trusted.pop();
    return other.middle.crl();
  };
  const met = await other.meet({ leaf, answers: { '/middle.crl': answer } });
  expect(met.verdict, met.reason).toBe('chain');
});
