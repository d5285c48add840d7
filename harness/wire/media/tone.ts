/** A tone made and a tone found, in samples of 16-bit scale at 8000 Hz. */
export const sampleRate = 8000;

/** Samples `from` up to `from + count` of an endless sine of half the full scale. */
export function tone(hz: number, from: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 16384 * Math.sin((2 * Math.PI * hz * (from + i)) / sampleRate));
}

export interface FoundTone {
  hz: number;
  /** The part of all energy that this one frequency explains: 1 for a pure tone, near 0 for noise. */
  share: number;
}

const shortest = 800;
const longest = 4000;
const frame = 160;

/** The strongest frequency between 100 and 3900 Hz, to 1 Hz; null for less than 0.1 s of samples. Silence is 0 Hz. */
export function findTone(samples: Float64Array): FoundTone | null {
  if (samples.length < shortest) return null;
  const heard = samples.subarray(0, Math.min(samples.length, longest));
  const energy = heard.reduce((sum, sample) => sum + sample * sample, 0);
  if (energy / heard.length < 1) return { hz: 0, share: 0 };
  const windowed = heard.map((s, i) => s * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (heard.length - 1))));
  // A Hann window over 0.1 s is 40 Hz wide, over 0.5 s 8 Hz: a step of half that width misses no peak.
  const step = (2 * sampleRate) / heard.length;
  const coarse = strongest(windowed, 100, 3900, step);
  const hz = Math.round(strongest(windowed, coarse - step, coarse + step, 0.5));
  return { hz, share: explained(heard, hz) / energy };
}

function strongest(samples: Float64Array, from: number, to: number, step: number): number {
  let best = from;
  let most = -1;
  for (let hz = from; hz <= to; hz += step) {
    const power = goertzel(samples, hz);
    if (power > most) [best, most] = [hz, power];
  }
  return best;
}

function goertzel(samples: Float64Array, hz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let one = 0;
  let two = 0;
  for (const sample of samples) [one, two] = [sample + factor * one - two, one];
  return one * one + two * two - factor * one * two;
}

/** Energy of the best sine of that frequency, packet by packet: a lost packet breaks the phase of the whole only. */
function explained(samples: Float64Array, hz: number): number {
  const radians = (2 * Math.PI * hz) / sampleRate;
  let sum = 0;
  for (let at = 0; at < samples.length; at += frame) {
    let [cc, cs, ss, xc, xs] = [0, 0, 0, 0, 0];
    samples.subarray(at, at + frame).forEach((sample, i) => {
      const [c, s] = [Math.cos(radians * i), Math.sin(radians * i)];
      cc += c * c;
      cs += c * s;
      ss += s * s;
      xc += sample * c;
      xs += sample * s;
    });
    const determinant = cc * ss - cs * cs;
    if (determinant > 1e-6) sum += (ss * xc * xc - 2 * cs * xc * xs + cc * xs * xs) / determinant;
  }
  return sum;
}
