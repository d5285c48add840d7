/** The server of TLS 1.3 on crafted, altered and random bytes, its keys against those of node:tls, and what follows a handshake. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { identities } from '../../../tap/test-peers.ts';
import { keyUpdate, newSessionTicket } from './post-handshake13.ts';
import { Server13 } from './server13.ts';
import type { TlsFault } from '../faults/tls-fault.ts';
import { closed, helloOfNode, read, record, throughFlip } from './test-clients.ts';
import { tlsFaults } from '../tls-faults.ts';

const { server: identity } = identities('ec');
const chain = [new X509Certificate(identity.cert).raw];
const answer = 'y'.repeat(40_000);

interface Seen {
  secured: number;
  came: string[];
  keyLog: string[];
  ends: (string | null)[];
}

let seen: Seen;
let listening: Server;
let port: number;

const serve = async (fault: Partial<TlsFault> = {}): Promise<void> => {
  seen = { secured: 0, came: [], keyLog: [], ends: [] };
  const key = createPrivateKey(identity.key);
  const options = { chain, key, fault: { title: 'of the test', ...fault }, staple: null, request: null };
  listening = createServer((socket) => {
    socket.on('error', () => undefined);
    // The one limit of time that Server13 leaves to its user.
    socket.setTimeout(500, () => socket.destroy());
    new Server13(socket, options, {
      greeted: () => undefined,
      received: (what) => seen.came.push(what),
      keyLog: (line) => seen.keyLog.push(line),
      admit: () => null,
      secured: (stream) => {
        seen.secured++;
        stream.on('error', () => undefined);
        stream.on('data', (data: Buffer) => (data.includes('q') ? stream.end(answer) : stream.write('.')));
      },
      over: (reason) => {
        seen.ends.push(reason);
        socket.end();
      },
    });
  });
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  port = (listening.address() as AddressInfo).port;
};
test.afterEach(() => void listening.close());

const trusting = { ca: [identity.cert], servername: 'server.lab.test' };
const pinned = { ...trusting, ciphers: 'TLS_AES_256_GCM_SHA384', minVersion: 'TLSv1.3' } as const;

test('node:tls gets the whole answer, a clean end, and the same secrets', async () => {
  await serve();
  const ofClient: string[] = [];
  const socket = connect({ port, ...trusting });
  socket.on('keylog', (line: Buffer) => ofClient.push(line.toString().trimEnd()));
  socket.write('q');
  expect(await read(socket)).toBe(answer);
  expect(ofClient.filter((line) => !line.startsWith('EXPORTER')).sort()).toEqual([...seen.keyLog].sort());
});

test('tickets and an update of the keys in both directions harm nothing, before the first answer or after it', async () => {
  for (const when of ['afterHandshake', 'afterFirstAnswer'] as const) {
    const tickets = Array.from({ length: 20 }, () => newSessionTicket({ lifetime: 7200, earlyData: null }));
    await serve({
      [when]: ((connection) => {
        connection.message(...tickets, keyUpdate(true));
        connection.changeKeys();
      }) satisfies TlsFault['afterHandshake'],
    });
    const socket = connect({ port, ...trusting });
    let sessions = 0;
    socket.on('session', () => sessions++);
    socket.write('x');
    // OpenSSL answers the KeyUpdate with the next thing that it has to say; the second dot came behind all of them.
    socket.once('data', () => {
      socket.write('x');
      socket.once('data', () => socket.write('q'));
    });
    expect(await read(socket)).toBe(`..${answer}`);
    expect(sessions).toBe(20);
    expect(seen.came).toContain('key_update');
    expect(seen.ends).toEqual([]);
    listening.close();
  }
});

test('records of application data may be changed one at a time', async () => {
  await serve({
    application: (honest, index) => [
      index === 1 ? { ...honest, damage: (record) => Buffer.concat([record.subarray(0, -1), Buffer.of(0)]) } : honest,
    ],
  });
  const socket = connect({ port, ...trusting });
  socket.write('q');
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(error.message).toMatch(/bad record mac|decryption failed/i);
});

for (const [name, told] of [
  ['retry-by-cookie', 'the cookie does not come back'],
  ['retry-by-group', 'no share of secp256r1, which was asked for'],
] as const) {
  test(`${name}: the same hello once more is no answer to it`, async () => {
    await serve(tlsFaults[name]);
    const hello = await helloOfNode(pinned);
    const socket = connectTcp(port, '127.0.0.1');
    socket.write(Buffer.concat([hello, hello]));
    socket.resume();
    await closed(socket);
    expect(seen.ends).toEqual([`alert sent: illegal_parameter: ${told}`]);
  });
}

test('random bytes, alone or after an honest hello, end the connection and harm no other', async () => {
  await serve();
  const hello = await helloOfNode(pinned);
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
          .tuple(fc.constantFrom(1, 11, 15, 20, 24), fc.uint8Array({ maxLength: 90 }))
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
  const socket = connect({ port, ...trusting });
  socket.write('q');
  expect(await read(socket)).toBe(answer);
});

test('a hello with one octet changed on the way ends in no connection, and the server goes on', async () => {
  await serve();
  const hello = await helloOfNode(pinned);
  // What it says outside its extensions the server may not understand; what it does understand the transcript covers.
  for (let octet = 5; octet < hello.length; octet += 7) {
    const { socket, flipped } = throughFlip({ port, flight: 'hello', octet }, pinned);
    socket.on('secureConnect', () => socket.destroy());
    await closed(socket);
    expect(flipped()).toBe(true);
  }
  expect(seen.secured).toBe(0);
});

test('an octet of the client’s second flight that was changed on the way never ends in a connection', async () => {
  await serve();
  for (let octet = 6; octet < secondFlightOctets; octet += 7) {
    const { socket, flipped } = throughFlip({ port, flight: 'second flight', octet }, pinned);
    socket.on('error', () => undefined);
    await closed(socket);
    expect(flipped()).toBe(true);
  }
  expect(seen.secured).toBe(0);
});

/** ChangeCipherSpec, and the sealed Finished of SHA-384: what node:tls sends below. */
const secondFlightOctets = 6 + 5 + 4 + 48 + 1 + 16;
