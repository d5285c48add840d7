/** Renegotiations of the scripted TLS server: what OpenSSL and GnuTLS make of a server that shows itself as another one. */
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import type { Connection } from '../../evidence.ts';
import type { FaultName } from '../../pki/certificate-faults.ts';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import type { Peer, Served } from './peer.ts';
import { lacks, makeBench, type Bench, startScriptedFiles } from './testing.ts';

const host = 'prov.lab.test';
const request = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

let bench: Bench;
let peer: Peer;

test.beforeAll(async () => {
  bench = await makeBench();
  peer = await startScriptedFiles(bench);
});
test.afterAll(async () => {
  await peer.stop();
  bench.remove();
});

interface Visited {
  served: Served;
  connection: Connection;
  output: string;
}

/** One request, whose challenge waits for the renegotiation. Without a name the server stays who it was. */
async function visited(
  renegotiatesAs: FaultName | undefined,
  tool: string,
  toArgs: (port: number) => string[],
): Promise<Visited> {
  const keyLog: string[] = [];
  peer.onKeyLog((line) => keyLog.push(line));
  const served = peer.present({
    tls: 'renegotiation-before-request',
    http: 'basic',
    ...(renegotiatesAs && { renegotiatesAs }),
  });
  const tap = await openTap();
  await tap.route('provisioning', peer.address);
  const output = await asked(tool, toArgs(tap.fronts.provisioning.port));
  const recorded = await closedConnection(tap);
  await tap.stop();
  return { served, connection: transcribe(recorded, keyLog.join('\n'), recorded.openedAt), output };
}

/** Its input stays open: a client at the end of it would say close_notify in place of what it thinks of the server. */
function asked(tool: string, args: readonly string[]): Promise<string> {
  const child = spawn(tool, args, { timeout: 15_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.write(request);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}

const openssl = (renegotiatesAs: FaultName | undefined, ...more: string[]): Promise<Visited> =>
  visited(renegotiatesAs, 'openssl', (port) => [
    ...['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-verify_hostname', host],
    ...['-CAfile', bench.anchor, '-tls1_2', ...more],
  ]);

const gnutls = (renegotiatesAs: FaultName | undefined): Promise<Visited> =>
  visited(renegotiatesAs, 'gnutls-cli', (port) => [
    ...[`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`],
    ...['--priority=NORMAL:-VERS-ALL:+VERS-TLS1.2', '-p', String(port), '127.0.0.1'],
  ]);

const finishes = ({ messages }: Connection): number => messages.filter(({ type }) => type === 'finished').length;
const fatal = ({ alerts }: Connection): string[] =>
  alerts.filter(({ from, level }) => from === 'device' && level === 'fatal').map(({ name }) => name);
const challenge = 'HTTP/1.1 401 Unauthorized';

for (const [tool, visit] of [
  ['OpenSSL', () => openssl(undefined, '-verify_return_error')],
  ['GnuTLS', () => gnutls(undefined)],
] as const) {
  test(`the same certificate: ${tool} goes on, and the challenge comes behind the renegotiation`, async () => {
    test.skip(lacks('openssl', 'version') || lacks('gnutls-cli'), 'openssl or gnutls-cli is not installed');
    const { served, connection, output } = await visit();
    expect(served.renegotiatedLeafSha256).toBeUndefined();
    expect(finishes(connection)).toBe(4);
    expect(connection.renegotiatedChain?.[0]?.sha256).toBe(served.leafSha256);
    const types = connection.messages.map(({ from, type }) => `${from} ${type}`);
    expect(types.lastIndexOf('lab application_data')).toBeGreaterThan(types.lastIndexOf('lab finished'));
    expect(output).toContain(challenge);
  });
}

for (const [fault, complaint, alert] of [
  ['wrong-name', /num=62/, 'bad_certificate'],
  ['unknown-authority', /num=(?:19|20)/, 'unknown_ca'],
] as const) {
  test(`${fault}: OpenSSL without a verdict goes on, and sees the other certificate`, async () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    const { served, connection, output } = await openssl(fault);
    expect(connection.serverChain[0]?.sha256).toBe(served.leafSha256);
    expect(connection.renegotiatedChain?.[0]?.sha256).toBe(served.renegotiatedLeafSha256);
    expect(served.renegotiatedLeafSha256).not.toBe(served.leafSha256);
    expect(finishes(connection)).toBe(4);
    expect(output).toMatch(complaint);
    expect(output).toContain(challenge);
  });

  test(`${fault}: OpenSSL with a verdict breaks off by ${alert}`, async () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    const { served, connection, output } = await openssl(fault, '-verify_return_error');
    expect(connection.renegotiatedChain?.[0]?.sha256).toBe(served.renegotiatedLeafSha256);
    expect(finishes(connection)).toBe(2);
    expect(fatal(connection)).toEqual([alert]);
    expect(output).not.toContain(challenge);
  });

  test(`${fault}: GnuTLS takes no other certificate, whosever it is`, async () => {
    test.skip(lacks('gnutls-cli'), 'gnutls-cli is not installed');
    const { served, connection, output } = await gnutls(fault);
    expect(connection.renegotiatedChain?.[0]?.sha256).toBe(served.renegotiatedLeafSha256);
    expect(finishes(connection)).toBe(2);
    expect(fatal(connection)).toEqual(['insufficient_security']);
    expect(output).toContain("Peer's certificate or username has changed during a rehandshake");
    expect(output).not.toContain(challenge);
  });
}

test('a client that declines gets the challenge under the keys that there are', async () => {
  test.skip(lacks('openssl', 'version'), 'openssl is not installed');
  const { connection, output } = await openssl('wrong-name', '-no_renegotiation');
  expect(connection.alerts).toContainEqual(expect.objectContaining({ from: 'device', name: 'no_renegotiation' }));
  expect(finishes(connection)).toBe(2);
  expect(output).toContain(challenge);
});

test('a server that serves no renegotiation shows no other certificate in one', () => {
  expect(() => peer.present({ tls: 'honest-tls12', renegotiatesAs: 'wrong-name' })).toThrow(/serves no renegotiation/);
});
