/** Keys that are pressed in a call, as telephone events (RFC 4733 §2.3, §2.5). */
import { FRAME_SAMPLES } from './frames.ts';

export interface KeyEvent {
  payload: Buffer;
  /** Whether it is the first packet of its event, which carries the marker bit. */
  begins: boolean;
}

const KEYS = '0123456789*#ABCD';
/** In frames of 20 ms: how long a key is held, and how long it rests before the next. */
const HELD = 4;
const REST = 2;
/** RFC 4733 §2.5.1.4: the last packet is sent three times in all. */
const ENDS = 3;
const VOLUME = 10;

export const isKeys = (digits: string): boolean => digits !== '' && [...digits].every((key) => KEYS.includes(key));

export class Keypad {
  /** What the next frames carry; null where a key rests. */
  #frames: (KeyEvent | null)[] = [];

  /** @param digits of 0-9, *, #, A-D. */
  press(digits: string): void {
    for (const key of digits) {
      const held = Array.from({ length: HELD }, (_, frame) => event(key, frame + 1, false, frame === 0));
      const ended = Array.from({ length: ENDS }, () => event(key, HELD + 1, true, false));
      this.#frames.push(...held, ...ended, ...new Array<null>(REST).fill(null));
    }
  }

  /** What the frame carries in place of audio; null: nothing of a key. */
  next(): KeyEvent | null {
    return this.#frames.shift() ?? null;
  }
}

function event(key: string, frames: number, end: boolean, begins: boolean): KeyEvent {
  const payload = Buffer.from([KEYS.indexOf(key), (end ? 0x80 : 0) | VOLUME, 0, 0]);
  payload.writeUInt16BE(frames * FRAME_SAMPLES, 2);
  return { payload, begins };
}
