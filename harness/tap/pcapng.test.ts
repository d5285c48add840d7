/** Captures as tshark reads them. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect, type TlsOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import { writeCapture } from './pcapng.ts';
import { openTap } from './switchboard.ts';
import type { RecordedConnection, RecordedDatagram } from './tap.ts';
import { closedConnection, hasProgram, identities, tlsServer } from './test-peers.ts';

const ids = identities('rsa:2048');
test.skip(() => !process.env.CI && !hasProgram('tshark'), 'tshark is not installed');

const answer = 'SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n';
const request = 'REGISTER sip:lab.test SIP/2.0\r\nContent-Length: 0\r\n\r\n';
const fronts = { sip: { host: '127.0.0.1', port: 5061 }, provisioning: { host: '127.0.0.1', port: 443 } };

function tshark(capture: Buffer, ...args: string[]): string {
  const file = join(ids.folder, `${test.info().testId}.pcapng`);
  writeFileSync(file, capture);
  const checked = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'];
  const known = Object.values(fronts).flatMap(({ port }) => ['-d', `tcp.port==${port},tls`]);
  return execFileSync('tshark', ['-r', file, ...checked, ...known, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function registered(options: TlsOptions): Promise<{ recorded: RecordedConnection; keyLog: string }> {
  const tap = await openTap();
  const peer = await tlsServer({ ...ids.server, ...options }, answer);
  await tap.route('sip', peer.address);
  const { port } = tap.fronts.sip;
  const client = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ciphers: 'ALL:@SECLEVEL=0' }, () =>
    client.write(request),
  );
  client.on('error', () => {}).resume();
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();
  return { recorded, keyLog: peer.keyLog() };
}

for (const options of [
  { minVersion: 'TLSv1.3' },
  { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' },
  { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' },
] as const) {
  test(`tshark reads SIP out of a capture with its secrets: ${JSON.stringify(options)}`, async () => {
    const { recorded, keyLog } = await registered(options);
    const foreign = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`;
    const capture = writeCapture([recorded], [], foreign + keyLog, fronts);

    expect(tshark(capture, '-Y', 'sip.Method', '-T', 'fields', '-e', 'sip.Method').trim()).toBe('REGISTER');
    expect(tshark(capture, '-Y', 'sip.Status-Code', '-T', 'fields', '-e', 'sip.Status-Code').trim()).toBe('200');
    expect(tshark(capture, '-Y', 'tls.handshake.type == 20')).toContain('Finished');
    expect(
      tshark(
        capture,
        '-Y',
        'tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags || _ws.malformed',
      ),
    ).toBe('');
    expect(capture.includes('ab'.repeat(32))).toBe(false);
  });
}

test('tshark reads the encrypted alert of a refused client', async () => {
  const { recorded, keyLog } = await registered({ minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true });
  const capture = writeCapture([recorded], [], keyLog, fronts);
  const alerts = tshark(capture, '-Y', 'tls.alert_message.desc == 116', '-T', 'fields', '-e', 'tls.alert_message.desc');
  expect(alerts.trim()).toBe('116');
});

test('datagrams and a reset connection', async () => {
  const tap = await openTap();
  const peer = await tlsServer(ids.server, answer);
  await tap.route('provisioning', peer.address);
  const socket = connectTcp(tap.fronts.provisioning.port, '127.0.0.1', () =>
    socket.write(Buffer.from('1603010200', 'hex')),
  );
  socket.on('error', () => {});
  await expect.poll(() => tap.connectionsSince(0)[0]?.chunks.length).toBe(1);
  socket.resetAndDestroy();
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();
  expect(recorded.closed).toMatchObject({ by: 'device', how: 'rst' });

  const datagrams: RecordedDatagram[] = [
    {
      at: recorded.openedAt,
      from: { host: '::1', port: 40000 },
      to: { host: '127.0.0.1', port: 5060 },
      bytes: Buffer.from(request),
    },
  ];
  const capture = writeCapture([recorded], datagrams, '', fronts);
  expect(
    tshark(capture, '-Y', 'udp', '-T', 'fields', '-e', 'ip.src', '-e', 'udp.dstport', '-e', 'sip.Method').trim(),
  ).toBe('192.0.2.1\t5060\tREGISTER');
  expect(tshark(capture, '-Y', 'tcp.flags.reset == 1', '-T', 'fields', '-e', 'tcp.dstport').trim()).toBe('443');
  expect(tshark(capture, '-Y', 'tcp.checksum.status == 0 || udp.checksum.status == 0')).toBe('');
});
