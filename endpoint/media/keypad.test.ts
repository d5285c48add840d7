import { expect, test } from '@playwright/test';
import { isKeys, Keypad } from './keypad.ts';

test('a key is one event of growing length whose end is said three times (RFC 4733 §2.5)', () => {
  const keypad = new Keypad();
  keypad.press('5#');
  const frames = Array.from({ length: 18 }, () => keypad.next());
  const told = frames.map((frame) => frame && [...frame.payload.subarray(0, 2), frame.payload.readUInt16BE(2)]);
  const held = (key: number) => [1, 2, 3, 4].map((frame) => [key, 10, frame * 160]);
  const ended = (key: number) => [1, 2, 3].map(() => [key, 0x80 | 10, 5 * 160]);
  expect(told).toEqual([...held(5), ...ended(5), null, null, ...held(11), ...ended(11), null, null]);
  expect(frames.map((frame) => frame?.begins ?? false).flatMap((begins, at) => (begins ? [at] : []))).toEqual([0, 9]);
  expect(keypad.next()).toBeNull();
});

test('keys are those of a telephone', () => {
  expect(['0123456789', '*#', 'ABCD'].every(isKeys)).toBe(true);
  expect(['', 'E', '1 2', '1\r\n'].some(isKeys)).toBe(false);
});
