/** One connection until its ClientHello: whole hellos, and clients that never send one. */
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { awaitHello, type AwaitedHello } from './await-hello.ts';
import { closeServer, listen } from './listening.ts';

const patience = 200;

/** What is said of a client that does this with its connection. */
async function met(client: (socket: Socket) => void): Promise<AwaitedHello & { answer: string }> {
  const seen: Promise<AwaitedHello>[] = [];
  const server = createServer((socket) => void seen.push(awaitHello(socket, patience)));
  const { port } = await listen(server, { host: '127.0.0.1', port: 0 });
  const socket = connect(port, '127.0.0.1');
  const answer: Buffer[] = [];
  socket.on('data', (bytes) => answer.push(bytes));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  client(socket);
  await closed;
  await closeServer(server);
  return { ...(await seen[0]!), answer: Buffer.concat(answer).toString('hex') };
}

test('a ClientHello is read and answered with handshake_failure', async () => {
  const seen = await met((socket) => {
    const tls = connectTls({ socket, servername: 'sip.lab.test', maxVersion: 'TLSv1.2' });
    tls.on('error', () => undefined);
  });
  expect(seen).toMatchObject({ reason: null, hello: { serverName: 'sip.lab.test', versions: ['TLS 1.2'] } });
  expect(seen.from).toMatch(/^127\.0\.0\.1:\d+$/);
});

test('a ClientHello octet by octet is read as well', async () => {
  // TLS 1.2, one suite, extended_master_secret.
  const body = `0303${'5a'.repeat(32)}000002c02f0100000400170000`;
  const hello = Buffer.from(`16030100330100002f${body}`, 'hex');
  const seen = await met((socket) => {
    socket.setNoDelay(true);
    for (const octet of hello) socket.write(Buffer.from([octet]));
  });
  expect(seen).toMatchObject({
    hello: { suites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'], extensions: ['extended_master_secret'] },
    answer: '15030300020228',
  });
});

const silent: [string, (socket: Socket) => void, RegExp][] = [
  ['says nothing', () => undefined, /^0 octets in 200 ms$/],
  ['closes at once', (socket) => void socket.end(), /^closed without a byte$/],
  ['speaks HTTP', (socket) => void socket.write('GET / HTTP/1.1\r\n\r\n'), /^no TLS$/],
  [
    'stops within its hello',
    (socket) => void socket.end(Buffer.from('160301020001', 'hex')),
    /^closed after 6 octets$/,
  ],
  ['sends an alert first', (socket) => void socket.write(Buffer.from('15030100020228', 'hex')), /^alert in place/],
  [
    'sends another message first',
    (socket) => void socket.write(Buffer.from('160301000414000000', 'hex')),
    /in place of it$/,
  ],
  [
    'sends a hello that is none',
    (socket) => void socket.write(Buffer.from('16030100060100000203ff', 'hex')),
    /^malformed/,
  ],
];
for (const [what, client, reason] of silent) {
  test(`a client that ${what} is told of`, async () => {
    const seen = await met(client);
    expect(seen).toMatchObject({ hello: null, reason: expect.stringMatching(reason), answer: '' });
  });
}

test('one that trickles is given up, and so is one that announces a hello without an end', async () => {
  const trickle = await met((socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x16])), 20);
    socket.once('close', () => clearInterval(timer));
  });
  expect(trickle.reason).not.toBeNull();
  const endless = await met((socket) => {
    // A handshake message of 16 MiB in records of 16 KiB.
    const record = Buffer.concat([Buffer.from('1603014000', 'hex'), Buffer.alloc(0x4000)]);
    record.set([1, 0xff, 0xff, 0xff], 5);
    for (let sent = 0; sent < 640; sent++) socket.write(record);
  });
  expect(endless).toMatchObject({ hello: null, reason: expect.any(String) });
});

test('no bytes of a client make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const seen = await met((socket) => void socket.end(Buffer.concat([Buffer.from('1603010100', 'hex'), bytes])));
      expect(seen.hello === null).toBe(seen.reason !== null);
    }),
    { numRuns: 30 },
  );
});
