/** The scripted server without a bench: rows in turn, clients of node. */
import { connect as connectTcp } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import { givenCertificate } from '../pki/given-certificate.ts';
import { identities } from '../tap/test-peers.ts';
import { makeBench, type Bench } from './peers/testing.ts';
import { ScriptServer, type Answered } from './script-server.ts';

const { server, client } = identities('ec');
const row = (tls: 'honest-tls12' | 'honest-tls13' | 'unoffered-suite' | 'fatal-handshake-failure') => ({ tls });
type Row = ReturnType<typeof row>;

let bench: Bench;
test.beforeAll(async () => void (bench = await makeBench()));
test.afterAll(() => bench.remove());

async function playing(...rows: Row[]) {
  const told: Answered<Row>[] = [];
  const at = { host: '127.0.0.1', port: 0 };
  const script = await ScriptServer.open({ at, pki: bench.pki, rows, tell: (answered) => told.push(answered) });
  return { script, told, port: script.address.port };
}

/** What a client hears on its request, or the code of its error. */
const ask = (port: number, request: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca: bench.pki.anchors.lab, servername: 'prov.lab.test' });
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('end', () => resolve(heard));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    // Data that waits for the handshake would keep node from sending its alert.
    socket.on('secureConnect', () => socket.write(request));
  });

const get = 'GET / HTTP/1.1\r\nHost: prov.lab.test\r\n\r\n';
const register = [
  'REGISTER sip:prov.lab.test SIP/2.0',
  'Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bK1',
  'From: <sip:1001@prov.lab.test>;tag=a',
  'To: <sip:1001@prov.lab.test>',
  'Call-ID: 1',
  'CSeq: 1 REGISTER',
  'Content-Length: 0\r\n\r\n',
].join('\r\n');

test('one row for each connection; SIP and HTTP are answered; all rows done, it ends', async () => {
  const { script, told, port } = await playing(row('honest-tls12'), row('unoffered-suite'), row('honest-tls13'));
  expect(await ask(port, get)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await ask(port, get)).toBe('ERR_SSL_WRONG_CIPHER_RETURNED');
  expect(await ask(port, register)).toMatch(/^SIP\/2\.0 200 OK\r\n[^]*CSeq: 1 REGISTER/);
  await script.ended;
  expect(told.map(({ row, answer, request }) => [row.tls, answer, request])).toEqual([
    ['honest-tls12', 'goes on', 'HTTP GET'],
    ['unoffered-suite', 'alert 47', null],
    ['honest-tls13', 'goes on', 'SIP REGISTER'],
  ]);
  expect(told[0]?.from).toMatch(/^127\.0\.0\.1:\d+$/);
});

test('connections at the same time get rows of their own', async () => {
  const { script, told, port } = await playing(
    row('unoffered-suite'),
    row('honest-tls12'),
    row('fatal-handshake-failure'),
  );
  await Promise.all([ask(port, get), ask(port, get), ask(port, get)]);
  await script.ended;
  const answers = Object.fromEntries(told.map(({ row, answer }) => [row.tls, answer]));
  expect(answers).toEqual({
    'unoffered-suite': 'alert 47',
    'honest-tls12': 'goes on',
    'fatal-handshake-failure': 'closes',
  });
});

test('a connection without a ClientHello uses up no row', async () => {
  const { script, told, port } = await playing(row('honest-tls13'));
  await new Promise<void>((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port }, () => socket.end('OPTIONS\r\n'));
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.resume();
  });
  // The row is there again once the server is done with that connection.
  await expect(async () => expect(await ask(port, get)).toContain('200 OK')).toPass({
    timeout: 15_000,
    intervals: [50],
  });
  await script.ended;
  expect(told.map(({ answer }) => answer)).toEqual(['goes on']);
});

test('stop ends what is open; a port that is taken is said', async () => {
  const { script, port } = await playing(row('honest-tls12'));
  await expect(playingAt(port)).rejects.toThrow(/CANNOT_LISTEN: 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  await script.stop();
  await script.ended;
});

const playingAt = (port: number) =>
  ScriptServer.open({
    at: { host: '127.0.0.1', port },
    pki: bench.pki,
    rows: [row('honest-tls12')],
    tell: () => undefined,
  });

test('a chain and a key of files: the leaf is shown; a foreign key and what is no certificate are said', () => {
  expect(givenCertificate(server.cert, server.key).chain).toHaveLength(1);
  expect(() => givenCertificate(server.cert, client.key)).toThrow(/the key is not that of the first certificate/);
  expect(() => givenCertificate('nothing', server.key)).toThrow(/no certificate in PEM/);
  expect(() => givenCertificate(server.cert, 'nothing')).toThrow(/the key cannot be read/);
});
