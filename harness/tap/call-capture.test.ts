/** A capture of a call as tshark reads it: the SIP in clear, and its media by name. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import { writeSenderReport } from '../wire/media/rtcp.ts';
import { writeRtp } from '../wire/media/rtp.ts';
import { SrtpSender } from '../wire/media/srtp.ts';
import { writeCapture } from './pcapng.ts';
import { openTap } from './switchboard.ts';
import type { RecordedConnection, RecordedDatagram } from './tap.ts';
import { closedConnection, hasProgram, identities, tlsServer } from './test-peers.ts';

const ids = identities('rsa:2048');
test.skip(() => !process.env.CI && !hasProgram('tshark'), 'tshark is not installed');

const suite = 'AES_CM_128_HMAC_SHA1_80';
const fronts = { sip: { host: '127.0.0.1', port: 5061 }, provisioning: { host: '127.0.0.1', port: 443 } };
const ports = { device: 40_000, 'far-end': 42_000 } as const;
const keys = { device: randomBytes(30), 'far-end': randomBytes(30) };
type Side = keyof typeof ports;

const sdp = (side: Side): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${ports[side]} RTP/SAVP 0`,
    `a=crypto:1 ${suite} inline:${keys[side].toString('base64')}`,
    '',
  ].join('\r\n');

const message = (startLine: string, body: string): string =>
  [
    startLine,
    'Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1',
    'From: <sip:device@lab.test>;tag=1',
    'To: <sip:far@lab.test>;tag=2',
    'Call-ID: 1@lab.test',
    'CSeq: 1 INVITE',
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');

/** An INVITE and its answer over TLS, recorded. */
async function signalled(): Promise<{ recorded: RecordedConnection; keyLog: string }> {
  const tap = await openTap();
  const peer = await tlsServer(ids.server, message('SIP/2.0 200 OK', sdp('far-end')));
  await tap.route('sip', peer.address);
  const { port } = tap.fronts.sip;
  const client = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () =>
    client.write(message('INVITE sip:far@lab.test SIP/2.0', sdp('device'))),
  );
  client.on('error', () => {}).resume();
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();
  return { recorded, keyLog: peer.keyLog() };
}

/** Three packets of media and one report of a side, protected. */
function media(side: Side, after: number): RecordedDatagram[] {
  const to: Side = side === 'device' ? 'far-end' : 'device';
  const sender = new SrtpSender(suite, keys[side]);
  const datagram = (at: number, away: number, bytes: Buffer): RecordedDatagram => ({
    at: after + at,
    from: { host: '127.0.0.1', port: ports[side] + away },
    to: { host: '127.0.0.1', port: ports[to] + away },
    bytes,
  });
  const ssrc = ports[side];
  const packets = [1, 2, 3].map((sequence) => {
    const head = { marker: sequence === 1, payloadType: 0, sequence, timestamp: sequence * 160, ssrc };
    return datagram(20 * sequence, 0, sender.protect(writeRtp({ ...head, payload: Buffer.alloc(160, 0xd5) })));
  });
  const report = writeSenderReport(ssrc, { ntp: 1n << 32n, rtpTimestamp: 480, packets: 3, octets: 480 });
  return [...packets, datagram(70, 1, sender.protectRtcp(report))];
}

test('tshark reads the SIP of a call in clear and names its SRTP and its SRTCP, both ways', async () => {
  const { recorded, keyLog } = await signalled();
  const after = recorded.closed?.at ?? performance.now();
  const file = join(ids.folder, 'call.pcapng');
  writeFileSync(
    file,
    writeCapture([recorded], [...media('device', after), ...media('far-end', after)], keyLog, fronts),
  );
  const tshark = (...args: string[]): string[] =>
    execFileSync('tshark', ['-r', file, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n');

  expect(tshark('-Y', 'sip.Method || sip.Status-Code', '-T', 'fields', '-e', '_ws.col.Protocol')).toEqual([
    'SIP/SDP',
    'SIP/SDP',
  ]);
  const named = tshark('-Y', 'udp', '-T', 'fields', '-e', '_ws.col.Protocol', '-e', 'udp.dstport').sort();
  expect(named).toEqual(
    [
      ...new Array<string>(3).fill(`SRTP\t${ports.device}`),
      ...new Array<string>(3).fill(`SRTP\t${ports['far-end']}`),
      `SRTCP\t${ports.device + 1}`,
      `SRTCP\t${ports['far-end'] + 1}`,
    ].sort(),
  );
  expect(new Set(tshark('-Y', 'rtp', '-T', 'fields', '-e', 'rtp.ssrc'))).toEqual(
    new Set(Object.values(ports).map((ssrc) => `0x${ssrc.toString(16).padStart(8, '0')}`)),
  );
});
