import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as fc from 'fast-check';
import { Reception } from './reception.ts';
import { readCompound, writeCompound, type ReportBlock } from './rtcp.ts';
import type { RtpHeader } from './rtp.ts';

const block: ReportBlock = {
  ssrc: 0x01020304,
  fractionLost: 64,
  lost: -2,
  highest: 0x0001fffe,
  jitter: 12,
  lastReport: 0xabcd1234,
  delay: 65536,
};
const sender = { ntp: { seconds: 3_900_000_000, fraction: 0x80000000 }, timestamp: 7, packets: 20, octets: 3200 };
const compound = { ssrc: 0xfeedbeef, sender, blocks: [block], cname: 'feedbeef', goodbye: true };

test('what is written is read again', () => {
  expect(readCompound(writeCompound(compound))).toEqual([
    { kind: 'report', ssrc: 0xfeedbeef, sender, blocks: [block] },
    { kind: 'other' },
    { kind: 'goodbye', ssrcs: [0xfeedbeef] },
  ]);
  const receiver = writeCompound({ ...compound, sender: null, goodbye: false });
  expect(readCompound(receiver)?.[0]).toEqual({ kind: 'report', ssrc: 0xfeedbeef, sender: null, blocks: [block] });
});

test('tshark reads the same in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtcp-test-'));
  const hex = writeCompound(compound).toString('hex').replace(/../g, '$& ');
  writeFileSync(join(folder, 'packet.txt'), `000000 ${hex}\n`);
  const capture = join(folder, 'packet.pcap');
  execFileSync('text2pcap', ['-q', '-u', '5001,5001', join(folder, 'packet.txt'), capture], { stdio: 'ignore' });
  const fields = [
    'pt',
    'senderssrc',
    'ssrc.identifier',
    'ssrc.cum_nr',
    'ssrc.fraction',
    'ssrc.lsr',
    'sender.packetcount',
  ];
  const wanted = fields.flatMap((field) => ['-e', `rtcp.${field}`]);
  const options = ['-r', capture, '-d', 'udp.port==5001,rtcp', '-T', 'fields', '-E', 'separator=/s', ...wanted];
  const told = execFileSync('tshark', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim()
    .split(' ');
  rmSync(folder, { recursive: true });
  expect(told[0]).toBe('200,202,203');
  expect(told[1]).toMatch(/^0xfeedbeef/i);
  expect(told[2]?.toLowerCase()).toContain('0x01020304');
  expect(told.slice(3)).toEqual(['-2', '64', '2882343476', '20']);
});

test('no bytes at all make the reader fail', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readCompound(Buffer.from(bytes))));
  const whole = writeCompound(compound);
  for (let octets = 0; octets < whole.length; octets++)
    expect(() => readCompound(whole.subarray(0, octets))).not.toThrow();
  expect(readCompound(whole.subarray(0, whole.length - 1))).toBeNull();
  expect(readCompound(Buffer.alloc(0))).toBeNull();
});

const header = (sequence: number): RtpHeader => ({
  payloadType: 0,
  marker: false,
  sequence,
  timestamp: sequence * 160,
  ssrc: 1,
  headerBytes: 12,
});
const receptionOf = (sequences: number[]): ReportBlock => {
  const reception = new Reception();
  sequences.forEach((sequence, at) => reception.count(header(sequence), at * 20));
  return reception.block(1, sequences.length * 20);
};

test('losses are what was expected and did not come, over a wrap, too', () => {
  expect(receptionOf([1, 2, 3, 4])).toMatchObject({ lost: 0, fractionLost: 0, highest: 4 });
  expect(receptionOf([1, 2, 4])).toMatchObject({ lost: 1, fractionLost: 64 });
  expect(receptionOf([1, 3, 2, 4])).toMatchObject({ lost: 0, highest: 4 });
  expect(receptionOf([1, 2, 2, 2])).toMatchObject({ lost: -2, fractionLost: 0 });
  expect(receptionOf([65534, 65535, 1])).toMatchObject({ lost: 1, highest: 65537 });
});

test('the last report of the peer is named with its middle bits and its age', () => {
  const reception = new Reception();
  reception.count(header(1), 0);
  expect(reception.block(1, 0)).toMatchObject({ lastReport: 0, delay: 0 });
  reception.reported({ ...sender, ntp: { seconds: 0x11112222, fraction: 0x33334444 } }, 100);
  expect(reception.block(1, 600)).toMatchObject({ lastReport: 0x22223333, delay: 32768 });
});
