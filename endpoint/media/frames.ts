/** The beat of media: 20 ms, as every packet of ours is long. */
import { SAMPLE_RATE } from './audio.ts';

const FRAME_MS = 20;
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;
/** Where the process was held up for longer, frames are left out instead of sent in a burst. */
const MAX_CATCH_UP = 10;

/** Calls at once and then every 20 ms, with the number of the frame. */
export function everyFrame(act: (frame: number) => void): NodeJS.Timeout {
  const begun = performance.now();
  let frames = 0;
  const tick = (): void => {
    const due = Math.floor((performance.now() - begun) / FRAME_MS) + 1;
    frames = Math.max(frames, due - MAX_CATCH_UP);
    while (frames < due) act(frames++);
  };
  const timer = setInterval(tick, FRAME_MS);
  tick();
  return timer;
}
