import { expect, test } from '@playwright/test';
import { decodeAudio, decodePcma, decodePcmu, encodeAudio, encodePcma, encodePcmu } from './g711.ts';
import { findTone, tone } from './tone.ts';

test('decodes the ends and the middle of G.711 as the recommendation has them', () => {
  expect([0x00, 0x80, 0x7f, 0xff, 0x0f, 0x70].map(decodePcmu)).toEqual([-32124, 32124, -0, 0, -16764, -120]);
  expect([0xd5, 0x55, 0xaa, 0x2a, 0x80].map(decodePcma)).toEqual([8, -8, 32256, -32256, 5504]);
});

for (const [name, decode, encode] of [
  ['PCMU', decodePcmu, encodePcmu],
  ['PCMA', decodePcma, encodePcma],
] as const) {
  test(`${name}: every octet survives decoding and encoding, but for the two zeros of PCMU`, () => {
    const changed = Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => encode(decode(octet)) !== octet);

    expect(changed).toEqual(name === 'PCMU' ? [0x7f] : []);
  });
}

for (const type of [0, 8] as const) {
  for (const hz of [300, 440, 697, 1004, 3001]) {
    test(`finds ${hz} Hz in payload type ${type}, also with packets lost`, () => {
      const packets = Array.from({ length: 25 }, (_, i) => encodeAudio(type, tone(hz, i * 160, 160)));
      const lossy = packets.filter((_, i) => i % 7 !== 3);

      const whole = findTone(decodeAudio(type, Buffer.concat(packets)));
      const rest = findTone(decodeAudio(type, Buffer.concat(lossy)));

      expect(whole?.hz).toBe(hz);
      expect(whole?.share).toBeGreaterThan(0.99);
      expect(rest?.share).toBeGreaterThan(0.8);
    });
  }
}

test('finds no tone in noise, in silence, or in too little', () => {
  let state = 1;
  const noise = Float64Array.from({ length: 4000 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 65536 - 32768;
  });

  expect(findTone(noise)?.share).toBeLessThan(0.1);
  expect(findTone(new Float64Array(4000))).toEqual({ hz: 0, share: 0 });
  expect(findTone(tone(440, 0, 640))).toBeNull();
});
