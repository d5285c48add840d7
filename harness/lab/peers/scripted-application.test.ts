/** What OpenSSL and GnuTLS make of each deviation behind the handshake: independent readers of its records and messages. */
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import type { applicationFaults } from '../../wire/tls/faults/application.ts';
import { tlsFaults } from '../../wire/tls/tls-faults.ts';
import type { Peer } from './peer.ts';
import { lacks, makeBench, run, type Bench, startScriptedFiles } from './testing.ts';

const host = 'prov.lab.test';
/** Where the client is to object, the server leaves it the time for that. */
const request = (reads: boolean): string =>
  `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: ${reads ? 'close' : 'keep-alive'}\r\n\r\n`;

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

type Fault = keyof typeof applicationFaults;

const clients = {
  openssl: (port: number, fault: Fault, input: string) => {
    const to = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-CAfile', bench.anchor];
    const version = tlsFaults[fault].version === 'TLS 1.3' ? '-tls1_3' : '-tls1_2';
    return run('openssl', [...to, version, '-ign_eof'], input);
  },
  gnutls: (port: number, fault: Fault, input: string) => {
    const trust = [`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`];
    const version = `--priority=NORMAL:-VERS-ALL:+VERS-${tlsFaults[fault].version === 'TLS 1.3' ? 'TLS1.3' : 'TLS1.2'}`;
    return run('gnutls-cli', [...trust, version, '-p', String(port), '127.0.0.1'], input);
  },
};
type Tool = keyof typeof clients;

/**
 * Whether the client read the challenge, what it said that nobody says to an honest server, and the error that it printed,
 * as gnutls-cli sends no alert after the handshake.
 */
async function outcome(tool: Tool, tls: Fault, reads: boolean): Promise<{ seen: string; output: string }> {
  const keyLog: string[] = [];
  peer.onKeyLog((line) => keyLog.push(line));
  peer.present({ tls, http: 'basic' });
  const tap = await openTap();
  await tap.route('provisioning', peer.address);
  const { output } = await clients[tool](tap.fronts.provisioning.port, tls, request(reads));
  const recorded = await closedConnection(tap);
  await tap.stop();
  const { messages, alerts } = transcribe(recorded, keyLog.join('\n'), recorded.openedAt);
  const asked = messages.findIndex(({ from, detail }) => from === 'device' && detail?.startsWith('GET') === true);
  const said = messages
    .slice(asked)
    .filter(({ from, type }) => from === 'device' && !['application_data', 'alert'].includes(type))
    .map(({ type }) => type);
  const fatal = alerts.filter(({ from, level }) => from === 'device' && level === 'fatal').map(({ name }) => name);
  // Whether GnuTLS sees an end without close_notify before its own input has ended is left to chance.
  const complaint = /Fatal error: (?!The TLS connection was non-properly terminated)(.+?)\.?$/m.exec(output)?.[1];
  const read = output.includes('HTTP/1.1 401 Unauthorized') ? ['reads'] : [];
  return { seen: [...read, ...said, ...fatal, ...(complaint ? [complaint] : [])].join(', '), output };
}

/** Behind these the connection goes on. */
type Renegotiated = 'hello-request' | 'renegotiation-before-request' | 'hello-request-and-certificate-request';

const rows: Record<Exclude<Fault, Renegotiated>, Record<Tool, string>> = {
  'damaged-record-tls12': { openssl: 'bad_record_mac', gnutls: 'Decryption has failed' },
  'damaged-record-tls13': { openssl: 'bad_record_mac', gnutls: 'Decryption has failed' },
  'octet-by-application-record-tls12': { openssl: 'reads', gnutls: 'reads' },
  'octet-by-application-record-tls13': { openssl: 'reads', gnutls: 'reads' },
  'overlong-application-record-tls12': {
    openssl: 'record_overflow',
    gnutls: 'A TLS record packet with invalid length was received',
  },
  'overlong-application-record-tls13': {
    openssl: 'record_overflow',
    gnutls: 'A TLS record packet with invalid length was received',
  },
  'cut-message-tls12': { openssl: 'reads, decode_error', gnutls: 'reads' },
  'cut-message-tls13': { openssl: 'reads, decode_error', gnutls: 'reads' },
  'twenty-tickets': { openssl: 'reads', gnutls: 'reads' },
  'ticket-tls12': { openssl: 'reads', gnutls: 'reads' },
  'ticket-for-early-data': { openssl: 'reads', gnutls: 'reads' },
  'key-update-requested': { openssl: 'reads', gnutls: 'reads' },
  'key-update-unrequested': { openssl: 'reads', gnutls: 'reads' },
  'key-update-malformed': { openssl: 'illegal_parameter', gnutls: 'An illegal parameter has been received' },
  'greedy-heartbeat-tls12': { openssl: 'unexpected_message', gnutls: 'An unexpected TLS packet was received' },
  'greedy-heartbeat-tls13': { openssl: 'unexpected_message', gnutls: 'An unexpected TLS packet was received' },
  'renegotiation-without-proof': {
    openssl: 'reads, client_hello, illegal_parameter',
    gnutls: 'reads, internal_error, The specified session has been invalidated for some reason',
  },
  'close-notify-tls12': { openssl: 'reads', gnutls: 'reads' },
  'close-notify-tls13': { openssl: 'reads', gnutls: 'reads' },
  'user-canceled': { openssl: 'reads', gnutls: 'reads, A TLS fatal alert has been received' },
};

for (const [fault, expected] of Object.entries(rows) as [Fault, Record<Tool, string>][]) {
  for (const tool of ['openssl', 'gnutls'] as const) {
    test(`${fault}: ${tool} ${expected[tool]}`, async () => {
      test.skip(lacks('openssl', 'version') || lacks('gnutls-cli'), 'openssl or gnutls-cli is not installed');
      expect((await outcome(tool, fault, expected[tool] === 'reads')).seen).toBe(expected[tool]);
    });
  }
}

test('OpenSSL takes the tickets for what they are', async () => {
  test.skip(lacks('openssl', 'version'), 'openssl is not installed');
  const twenty = await outcome('openssl', 'twenty-tickets', true);
  expect(twenty.output.match(/Post-Handshake New Session Ticket arrived/g)).toHaveLength(20);
  const early = await outcome('openssl', 'ticket-for-early-data', true);
  expect(early.output).toMatch(/TLS session ticket lifetime hint: 7200[^]*Max Early Data: 16384/);
  const tls12 = await outcome('openssl', 'ticket-tls12', true);
  expect(tls12.output).toMatch(/TLS session ticket lifetime hint: 7200[^]*TLS session ticket:\n\s+0000 - 07 07/);
});

for (const [fault, shown] of [
  ['hello-request', false],
  ['hello-request-and-certificate-request', true],
] as const) {
  test(`${fault}: OpenSSL renegotiates, and both go on under the new keys`, async () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    peer.present({ tls: fault, http: 'basic' });
    const { port } = peer.address;
    const to = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-CAfile', bench.anchor, '-tls1_2'];
    const child = spawn('openssl', [...to, '-msg']);
    const closed = new Promise((resolve) => child.once('close', resolve));
    let output = '';
    let asked = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      // A request as soon as the server has finished, at first and again.
      if (asked >= (output.match(/^<<< TLS 1\.2, Handshake .*Finished/gm) ?? []).length) return;
      child.stdin.write(request(asked++ === 1));
    });
    await closed;
    expect(asked).toBe(2);
    expect(output).toMatch(/^<<< TLS 1\.2, Handshake .*HelloRequest/m);
    expect(output.match(/HTTP\/1\.1 401 Unauthorized/g)).toHaveLength(2);
    expect(/^>>> TLS 1\.2, Handshake .*Certificate$/m.test(output)).toBe(shown);
  });
}
