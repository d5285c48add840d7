import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { writeGoodbye } from '../wire/media/rtcp.ts';
import { writeRtp } from '../wire/media/rtp.ts';
import { SrtpSender } from '../wire/media/srtp.ts';
import { keyFingerprint } from '../wire/sdp/crypto-attribute.ts';
import { DeviceKeys } from './device-keys.ts';
import { freshKey } from './media-key.ts';

const packet = (sequence: number): Buffer =>
  writeRtp({ marker: false, payloadType: 0, sequence, timestamp: 0, ssrc: 9, payload: randomBytes(160) });

test('counts what authenticates by its key, also behind the change to another one', () => {
  const [first, second, unused] = [1, 2, 3].map(() => freshKey('AES_CM_128_HMAC_SHA1_80'));
  const [before, after] = [first!, second!].map(({ suite, master }) => new SrtpSender(suite, master));
  const keys = new DeviceKeys();
  const results = (...packets: Buffer[]): string[] => packets.map((bytes) => keys.unprotect(bytes).result);

  expect(results(before!.protect(packet(1)))).toEqual(['bad-tag']);
  keys.use(first!);
  const again = before!.protect(packet(2));
  expect(results(again, again, before!.protect(packet(3)), packet(4))).toEqual([
    'authentic',
    'replayed',
    'authentic',
    'bad-tag',
  ]);
  keys.use(second!);
  expect(results(after!.protect(packet(5)), before!.protect(packet(6)))).toEqual(['authentic', 'authentic']);
  // RTCP has a key of its own derived from it, and a count of its own.
  expect(keys.unprotectRtcp(before!.protectRtcp(writeGoodbye(9))).result).toBe('authentic');
  keys.use(unused!);

  expect(keys.underFormer).toBe(1);
  expect(keys.uses).toEqual([
    { fingerprint: keyFingerprint(first!.master), packets: 3 },
    { fingerprint: keyFingerprint(second!.master), packets: 1 },
  ]);
});
