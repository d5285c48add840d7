/** What a frame of the device carries: a key that is pressed, the tone, or the noise of a quiet room. */
import type { Settings } from '../settings/settings.ts';
import { encode, Tone, type PayloadType } from './audio.ts';
import { FRAME_SAMPLES } from './frames.ts';
import { Keypad } from './keypad.ts';

/** Its static payload type (RFC 3551 §6). */
export const COMFORT_NOISE = 13;
/** RFC 3389 §3.1: how far below overload it is, in dB; and how often it is told, in frames. */
const NOISE_LEVEL = Buffer.from([70]);
const NOISE_FRAMES = 5;

export interface Formats {
  payloadType: PayloadType;
  /** Payload type of telephone events (RFC 4733); null: the peer takes none. */
  eventType: number | null;
  /** Whether the peer takes comfort noise (RFC 3389). */
  comfortNoise: boolean;
}

export interface Frame {
  payload: Buffer;
  payloadType: number;
  /** Packets of an event all have the time of its beginning, and the first one the marker bit (RFC 4733 §2.2). */
  event?: 'begins' | 'goes on';
}

export class Speech {
  readonly #tone = new Tone();
  readonly #keypad = new Keypad();

  press(digits: string): void {
    this.#keypad.press(digits);
  }

  /** null: a frame of which nothing is sent. */
  frame(number: number, { mode, toneHz }: Settings['audio'], formats: Formats): Frame | null {
    const { payloadType, eventType, comfortNoise } = formats;
    const key = this.#keypad.next();
    if (key && eventType !== null)
      return { payload: key.payload, payloadType: eventType, event: key.begins ? 'begins' : 'goes on' };
    if (mode === 'tone') return { payload: encode(payloadType, this.#tone.next(toneHz, FRAME_SAMPLES)), payloadType };
    if (mode === 'sink' && comfortNoise && number % NOISE_FRAMES === 0)
      return { payload: NOISE_LEVEL, payloadType: COMFORT_NOISE };
    return null;
  }
}
