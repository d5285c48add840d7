import { expect, test } from '@playwright/test';
import { decode, encode, level, Tone } from './audio.ts';

const one = (type: 0 | 8, sample: number): number => encode(type, Int16Array.of(sample)).readUInt8(0);

test('G.711 code words that the standard names', () => {
  // Zero and the largest values of either law (ITU-T G.711 tables 1a to 2b).
  expect([one(0, 0), one(0, 32767), one(0, -32768)]).toEqual([0xff, 0x80, 0x00]);
  expect([one(8, 0), one(8, 32767), one(8, -32768)]).toEqual([0xd5, 0xaa, 0x2a]);
});

for (const type of [0, 8] as const) {
  test(`payload type ${type}: every octet is the code word of the sample that it stands for`, () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
    const again = encode(type, decode(type, all));
    // µ-law has two zeros, of which one is never written.
    const expected = Buffer.from(all.map((octet) => (type === 0 && octet === 0x7f ? 0xff : octet)));
    expect(again).toEqual(expected);
  });

  test(`payload type ${type}: a sample comes back within the step of its segment`, () => {
    const samples = Int16Array.from({ length: 1772 }, (_, step) => -32768 + 37 * step);
    const off = decode(type, encode(type, samples)).filter(
      (back, at) => Math.abs(back - (samples[at] ?? 0)) > Math.max(16, Math.abs(samples[at] ?? 0) / 16),
    );
    expect([...off]).toEqual([]);
  });
}

test('a tone has its frequency, and its phase goes on over frames', () => {
  const tone = new Tone();
  const samples = Array.from({ length: 50 }, () => [...tone.next(1000, 160)]).flat();
  const rising = samples.filter((sample, at) => at > 0 && (samples[at - 1] ?? 0) < 0 && sample >= 0).length;
  expect(Math.abs(rising - 1000)).toBeLessThanOrEqual(1);
  const jump = Math.max(...samples.slice(1).map((sample, at) => Math.abs(sample - (samples[at] ?? 0))));
  expect(jump).toBeLessThan(6300);
});

test('level of silence and of a tone', () => {
  expect(level(new Int16Array(160))).toBe(-Infinity);
  expect(level(new Tone().next(1000, 160))).toBeCloseTo(-15.3, 1);
});
