import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import * as fc from 'fast-check';
import { writeGoodbye, writeSenderReport } from '../wire/media/rtcp.ts';
import { SrtpSender } from '../wire/media/srtp.ts';
import type { MediaContext } from './classify.ts';
import { ControlLog } from './control-log.ts';
import { DeviceKeys } from './device-keys.ts';
import { HeardAudio } from './heard-audio.ts';
import { freshKey } from './media-key.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';
const key = freshKey(suite);

function arrange(secured = true): { log: ControlLog; context: MediaContext; sender: SrtpSender } {
  const device = new DeviceKeys();
  if (secured) device.use(key);
  const context = { device, secured, payloadTypes: new Set([0]), isOwnPayload: () => false };
  return { log: new ControlLog(), context, sender: new SrtpSender(suite, key.master) };
}

const report = writeSenderReport(7, { ntp: 0x11112222_33334444n, rtpTimestamp: 0, packets: 1, octets: 160 });

test('tells what is authentic, repeated, in clear, and none of these', () => {
  const { log, context, sender } = arrange();
  const sealed = sender.protectRtcp(report);
  const spoilt = Buffer.from(sender.protectRtcp(report));
  spoilt[20] = (spoilt[20] ?? 0) ^ 1;
  for (const bytes of [sealed, sealed, report, spoilt]) log.received(5, bytes, false, context);

  expect(log.facts.map(({ kind, index, encrypted }) => [kind, index, encrypted])).toEqual([
    ['srtcp', 0, true],
    ['replayed', null, null],
    ['plain', null, null],
    ['undecipherable', null, null],
  ]);
  expect(log.facts[0]).toMatchObject({ types: [200, 202], report: 0x22223333, bytes: sealed.length });
});

test('knows what is in clear also where it begins with no report', () => {
  const { log, context, sender } = arrange();
  const ping = Buffer.from('80cc0003a90a942350494e47504f4e47', 'hex');
  const goodbye = Buffer.from('81cb00031b6af1a70441646a6f00000081ca00041b6af1a7010261620000000000000000', 'hex');
  const other = new SrtpSender(suite, freshKey(suite).master);
  for (const clear of [ping, goodbye]) {
    for (const bytes of [clear, sender.protectRtcp(clear), other.protectRtcp(clear)])
      log.received(0, bytes, false, context);
  }
  expect(log.facts.map(({ kind }) => kind)).toEqual([
    'plain',
    'srtcp',
    'undecipherable',
    'plain',
    'srtcp',
    'undecipherable',
  ]);
});

test('where nothing was agreed everything is in clear', () => {
  const { log, context } = arrange(false);
  for (const bytes of [report, writeGoodbye(7), randomBytes(40)]) log.received(0, bytes, true, context);
  expect(log.facts.map(({ kind, multiplexed }) => [kind, multiplexed])).toEqual(
    new Array<unknown>(3).fill(['plain', true]),
  );
});

test('no bytes make it fail, and it keeps no more than sixty a side', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 1600 }), (bytes) => {
      const { log, context } = arrange();
      log.received(0, Buffer.from(bytes), false, context);
    }),
  );
  const { log, context } = arrange();
  for (let count = 0; count < 1000; count++) log.received(0, randomBytes(50), false, context);
  for (let count = 0; count < 1000; count++) log.sent(0, report, report, 'report', false);
  expect(log.facts).toHaveLength(120);
});

test('keys are counted once for each event, and no more than a hundred are kept', () => {
  const audio = new HeardAudio();
  const types = new Set([101]);
  const event = (number: number, timestamp: number, octets = 4) => ({
    marker: false,
    payloadType: 101,
    sequence: 0,
    timestamp,
    ssrc: 1,
    headerOctets: 12,
    payload: Buffer.from([number, 0, 0, 0]).subarray(0, octets),
  });
  for (const each of [event(5, 1), event(5, 1), event(11, 2), event(200, 3), event(1, 4, 2)])
    audio.add('srtp', each, types);
  audio.add('plain', event(15, 5), types);
  expect(audio.keys).toEqual([
    { key: '5', by: 'srtp' },
    { key: '#', by: 'srtp' },
    { key: 'D', by: 'plain' },
  ]);
  for (let at = 0; at < 1000; at++) audio.add('srtp', event(1, 100 + at), types);
  expect(audio.keys).toHaveLength(100);
});
