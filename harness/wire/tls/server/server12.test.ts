/** The server on crafted, altered and random bytes, and its records against those of node:tls. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { identities } from '../../../tap/test-peers.ts';
import { secretsFor } from '../protection/key-log.ts';
import { Server12 } from './server12.ts';
import { hello, identityOf, serve, visit } from './testing12.ts';
import { closed, helloOfNode, read, record, throughFlip } from './test-clients.ts';
import { tlsFaults } from '../tls-faults.ts';

const { server: identity } = identities('ec');
const rsa = identities('rsa:2048');
const chain = [new X509Certificate(identity.cert).raw];
const answer = 'y'.repeat(40_000);

interface Seen {
  secured: number;
  keyLog: string[];
  ends: (string | null)[];
}

let seen: Seen;
let listening: Server;
let port: number;

test.beforeEach(async () => {
  seen = { secured: 0, keyLog: [], ends: [] };
  const options = {
    chain,
    key: createPrivateKey(identity.key),
    fault: tlsFaults['honest-tls12'],
    staple: null,
    request: null,
  };
  listening = createServer((socket) => {
    socket.on('error', () => undefined);
    // The one limit of time that Server12 leaves to its user.
    socket.setTimeout(500, () => socket.destroy());
    new Server12(socket, options, {
      greeted: () => undefined,
      received: () => undefined,
      keyLog: (line) => seen.keyLog.push(line),
      admit: () => null,
      secured: (stream) => {
        seen.secured++;
        stream.on('error', () => undefined);
        stream.on('data', () => stream.end(answer));
      },
      over: (reason) => {
        seen.ends.push(reason);
        socket.end();
      },
    });
  });
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  port = (listening.address() as AddressInfo).port;
});
test.afterEach(() => void listening.close());

test('node:tls gets the whole answer, a clean end, and the same secret', async () => {
  const ofClient: string[] = [];
  const socket = connect({ port, ca: [identity.cert], servername: 'server.lab.test' });
  socket.on('keylog', (line: Buffer) => ofClient.push(line.toString().trimEnd()));
  socket.write('x');
  expect(await read(socket)).toBe(answer);
  expect(seen.keyLog).toEqual(ofClient);
  const [, random = ''] = (ofClient[0] ?? '').split(' ');
  expect(secretsFor(seen.keyLog.join('\n'), Buffer.from(random, 'hex')).get('CLIENT_RANDOM')).toHaveLength(48);
});

test('random bytes, alone or after an honest hello, end the connection and harm no other', async () => {
  const hello = await helloOfNode({ servername: 'server.lab.test' });
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        // Records of a known type get further than noise.
        fc
          .tuple(fc.constantFrom(20, 21, 22, 23), fc.uint8Array({ maxLength: 200 }))
          .map(([type, body]) => record(type, body)),
        fc
          .tuple(fc.constantFrom(1, 11, 14, 15, 16, 20), fc.uint8Array({ maxLength: 90 }))
          .map(([type, body]) => record(22, Buffer.from([type, 0, 0, body.length, ...body]))),
      ),
      async (greets, bytes) => {
        const socket = connectTcp(port, '127.0.0.1');
        socket.end(Buffer.concat([greets ? hello : Buffer.alloc(0), bytes]));
        socket.resume();
        await closed(socket);
      },
    ),
    { numRuns: 300 },
  );
  expect(seen.secured).toBe(0);
  const socket = connect({ port, ca: [identity.cert], servername: 'server.lab.test' });
  socket.write('x');
  expect(await read(socket)).toBe(answer);
});

test('a bit of the client’s second flight that was changed on the way never ends in a connection', async () => {
  for (let octet = 0; octet < secondFlightOctets; octet += 3) {
    const { socket, flipped } = throughFlip({ port, flight: 'second flight', octet }, pinned);
    socket.on('secureConnect', () => socket.destroy());
    await closed(socket);
    expect(flipped()).toBe(true);
  }
  expect(seen.secured).toBe(0);
  expect(new Set(seen.ends.map((reason) => reason?.replace(/^alert sent: (\w+).*$/, '$1')))).toContain(
    'bad_record_mac',
  );
});

for (const version of ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'] as const) {
  test(`${version} with a certificate asked for: random messages, records and alerts end no process and no handshake`, async () => {
    const request = { types: [1], signatureSchemes: [0x0401], authorities: [] };
    const fault = { title: 'an honest server', version };
    const served = await serve({ ...identityOf(rsa.server), request, fault }, answer);
    const greeting = record(22, hello(version, [0x0004, 0x002f]));
    const message = fc
      .tuple(fc.constantFrom(1, 11, 15, 16, 20, 77), fc.uint8Array({ maxLength: 300 }))
      .map(([type, body]) => record(22, Buffer.from([type, 0, body.length >> 8, body.length & 0xff, ...body])));
    const empty = fc.constantFrom(record(22, Buffer.from([11, 0, 0, 3, 0, 0, 0])), record(21, Buffer.from([1, 41])));
    const other = fc
      .tuple(fc.constantFrom(20, 21, 23, 24), fc.uint8Array({ maxLength: 40 }))
      .map(([type, body]) => record(type, body));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(message, empty, other), { maxLength: 6 }), async (parts) => {
        const socket = connectTcp(served.port, '127.0.0.1');
        socket.end(Buffer.concat([greeting, ...parts]));
        socket.resume();
        await closed(socket);
      }),
      { numRuns: 100 },
    );
    expect(served.sessions).toEqual([]);
    const { answer: got } = await visit(served.port, { hello: hello(version, [0x002f]) }, 'x');
    expect(got).toBe(answer);
    served.stop();
  });
}

/** ClientKeyExchange with a key of x25519, ChangeCipherSpec, sealed Finished: what node:tls sends below. */
const secondFlightOctets = 5 + 4 + 33 + 6 + 5 + 8 + 16 + 16;

const pinned = {
  ca: [identity.cert],
  servername: 'server.lab.test',
  ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  maxVersion: 'TLSv1.2' as const,
};
