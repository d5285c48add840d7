import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as fc from 'fast-check';
import { hasProgram } from '../../tap/test-peers.ts';
import { middleBits, ntpTime, parseCompound, writeGoodbye, writeSenderReport } from './rtcp.ts';

const sender = { ntp: 0xe0000000_80000000n, rtpTimestamp: 160, packets: 3, octets: 480 };

/** As tshark reads it, one field a line. */
function shark(packet: Buffer, fields: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rtcp-test-'));
  const [text, capture] = [join(folder, 'packet.txt'), join(folder, 'packet.pcap')];
  writeFileSync(text, `000000 ${packet.toString('hex').replace(/../g, '$& ')}\n`);
  execFileSync('text2pcap', ['-q', '-u', '5001,5001', text, capture], { stdio: 'ignore' });
  const wanted = fields.flatMap((field) => ['-e', field]);
  const options = ['-r', capture, '-d', 'udp.port==5001,rtcp', '-T', 'fields', '-E', 'separator=|', ...wanted];
  const told = execFileSync('tshark', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();
  rmSync(folder, { recursive: true });
  return told.split('|');
}

test('what is written is read again, and by tshark in the same way', () => {
  const report = writeSenderReport(0xdeadbeef, sender);
  const goodbye = writeGoodbye(7);
  expect(parseCompound(report)).toEqual([
    { type: 200, ssrc: 0xdeadbeef, sender, reports: [] },
    { type: 'other', number: 202 },
  ]);
  expect(parseCompound(goodbye)?.at(-1)).toEqual({ type: 203, sources: [7] });
  test.skip(!process.env.CI && !hasProgram('tshark'), 'tshark, which would read it too, is not installed');
  const fields = ['rtcp.pt', 'rtcp.timestamp.ntp.msw', 'rtcp.sender.packetcount', 'rtcp.sdes.text'];
  expect(shark(report, fields)).toEqual(['200,202', '3758096384', '3', 'far-end-deadbeef']);
  expect(shark(goodbye, ['rtcp.pt'])).toEqual(['201,202,203']);
});

test('a reception report, octet for octet as RFC 3550 §6.4.1 draws it', () => {
  const hex = '81c90007 00000001 00000002 40fffffe 0001ffff 00000003 aabbccdd 00010000'.replaceAll(' ', '');
  expect(parseCompound(Buffer.from(hex, 'hex'))).toEqual([
    {
      type: 201,
      ssrc: 1,
      reports: [
        {
          ssrc: 2,
          fractionLost: 64,
          cumulativeLost: -2,
          highestSequence: 0x1ffff,
          jitter: 3,
          lastSenderReport: 0xaabbccdd,
          delaySinceLast: 65536,
        },
      ],
    },
  ]);
});

test('NTP time begins in 1900, and its middle bits name a report', () => {
  expect(ntpTime(0) >> 32n).toBe(2_208_988_800n);
  expect(ntpTime(500) & 0xffffffffn).toBe(0x80000000n);
  expect(middleBits(0x1111222233334444n)).toBe(0x22223333);
});

test('no bytes at all make the reader fail, and what is cut is no compound', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseCompound(Buffer.from(bytes))));
  const whole = writeGoodbye(7);
  const cuts = Array.from({ length: whole.length }, (_, octets) => parseCompound(whole.subarray(0, octets)));
  expect(cuts.filter((packets) => packets?.some(({ type }) => type === 203))).toEqual([]);
  expect(parseCompound(whole.subarray(0, whole.length - 1))).toBeNull();
});
