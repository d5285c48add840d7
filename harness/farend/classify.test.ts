import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { encodeAudio } from '../wire/media/g711.ts';
import { writeRtp } from '../wire/media/rtp.ts';
import { deriveSessionKeys } from '../wire/media/srtp-keys.ts';
import { SrtpSender } from '../wire/media/srtp.ts';
import { tone } from '../wire/media/tone.ts';
import { classify } from './classify.ts';
import { DeviceKeys } from './device-keys.ts';
import { freshKey } from './media-key.ts';

const key = freshKey('AES_CM_128_HMAC_SHA1_80');
const audio = encodeAudio(0, tone(440, 0, 160));
const echo = randomBytes(160);
const packet = (payload: Buffer, sequence = 1): Buffer =>
  writeRtp({ payloadType: 0, sequence, timestamp: 160, ssrc: 9, marker: false, payload });

/** RFC 3711 §4.2: the tag alone, over the packet as it is and the roll-over counter 0. */
function authenticated(clear: Buffer): Buffer {
  const { authentication } = deriveSessionKeys(key.suite, key.master).rtp;
  const tag = createHmac('sha1', authentication).update(clear).update(Buffer.alloc(4)).digest();
  return Buffer.concat([clear, tag.subarray(0, 10)]);
}

const keysOfDevice = (): DeviceKeys => {
  const device = new DeviceKeys();
  device.use(key);
  return device;
};
const classified = (bytes: Buffer, device = keysOfDevice()) => {
  const isOwnPayload = (payload: Buffer): boolean => payload.equals(echo);
  return classify(bytes, { device, secured: true, payloadTypes: new Set([0]), isOwnPayload });
};

test('what is encrypted under the key of the device is SRTP', () => {
  const sender = new SrtpSender(key.suite, key.master);
  for (let sequence = 1; sequence <= 200; sequence++)
    expect(classified(sender.protect(packet(audio, sequence)))).toMatchObject({ kind: 'srtp', fresh: true });
});

test('what is authenticated and not encrypted is in clear', () => {
  expect(classified(authenticated(packet(audio)))?.kind).toBe('plain');
  expect(classified(authenticated(packet(echo)))?.kind).toBe('plain');
});

test('behind a wrap the roll-over counter is told, also that of a sender that has not raised it', () => {
  const sender = new SrtpSender(key.suite, key.master);
  const device = keysOfDevice();
  const seen = [65_535, 0].map((sequence) => classified(sender.protect(packet(audio, sequence)), device));
  expect(seen).toMatchObject([
    { kind: 'srtp', rollOver: 0 },
    { kind: 'srtp', rollOver: 1 },
  ]);
  const forgetful = new SrtpSender(key.suite, key.master).protect(packet(audio, 1));
  expect(classified(forgetful, device)).toMatchObject({ kind: 'undecipherable', rollOver: 0 });
  const stranger = new SrtpSender(key.suite, freshKey(key.suite).master).protect(packet(audio, 2));
  expect(classified(stranger, device)).not.toHaveProperty('rollOver');
});

test('what has no tag is in clear, and what has a wrong one under no key', () => {
  expect(classified(packet(audio))?.kind).toBe('plain');
  const wrong = new SrtpSender(key.suite, freshKey(key.suite).master);
  expect(classified(wrong.protect(packet(audio)))?.kind).toBe('undecipherable');
});
