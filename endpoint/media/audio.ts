/** G.711 (ITU-T G.711; RTP payload types 0 and 8 of RFC 3551 §4.5.14) and a tone. Samples are 16-bit, 8000 a second. */
export const SAMPLE_RATE = 8000;

/** The payload types of RFC 3551 that the device speaks. */
export const codecs = {
  0: { name: 'PCMU', encode: encodeMuLaw, decode: decodeMuLaw },
  8: { name: 'PCMA', encode: encodeALaw, decode: decodeALaw },
} as const;

export type PayloadType = keyof typeof codecs;

export const isPayloadType = (type: number): type is PayloadType => Object.hasOwn(codecs, type);

const MU_LAW_BIAS = 132;
const MU_LAW_CLIP = 32635;

function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), MU_LAW_CLIP) + MU_LAW_BIAS;
  const segment = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

function decodeMuLaw(octet: number): number {
  const code = ~octet & 0xff;
  const segment = (code >> 4) & 0x07;
  const magnitude = (((code & 0x0f) << 3) + MU_LAW_BIAS) << segment;
  return code & 0x80 ? MU_LAW_BIAS - magnitude : magnitude - MU_LAW_BIAS;
}

function encodeALaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32767) >> 3;
  const segment = magnitude < 32 ? 0 : 31 - Math.clz32(magnitude) - 4;
  const step = segment === 0 ? magnitude >> 1 : magnitude >> segment;
  return (sign | (segment << 4) | (step & 0x0f)) ^ 0x55;
}

function decodeALaw(octet: number): number {
  const code = octet ^ 0x55;
  const segment = (code >> 4) & 0x07;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

export const encode = (type: PayloadType, samples: Int16Array): Buffer =>
  Buffer.from(Uint8Array.from(samples, codecs[type].encode));

export const decode = (type: PayloadType, payload: Buffer): Int16Array =>
  Int16Array.from(payload, (octet) => codecs[type].decode(octet));

/** About -12 dB below full scale: loud enough to be unmistakable, far from clipping. */
const AMPLITUDE = 8000;

/** A sine whose phase goes on from frame to frame, also when its frequency changes. */
export class Tone {
  #phase = 0;

  next(hertz: number, samples: number): Int16Array {
    const step = (2 * Math.PI * hertz) / SAMPLE_RATE;
    return Int16Array.from({ length: samples }, () => {
      const value = Math.round(AMPLITUDE * Math.sin(this.#phase));
      this.#phase = (this.#phase + step) % (2 * Math.PI);
      return value;
    });
  }
}

/** Root mean square in dB relative to full scale; -Infinity for silence. */
export function level(samples: Int16Array): number {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(energy / 32768 ** 2);
}
