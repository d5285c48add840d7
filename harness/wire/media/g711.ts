/** PCMU and PCMA (ITU-T G.711) to and from 16-bit linear samples, by the formulas rather than by tables of others. */
const bias = 0x84;
const clip = 32635;

export function decodePcmu(octet: number): number {
  const value = ~octet & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + bias) << ((value >> 4) & 7)) - bias;
  return value & 0x80 ? -magnitude : magnitude;
}

export function encodePcmu(sample: number): number {
  const magnitude = Math.min(Math.abs(Math.round(sample)), clip) + bias;
  const segment = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

export function decodePcma(octet: number): number {
  const value = octet ^ 0x55;
  const segment = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return value & 0x80 ? magnitude : -magnitude;
}

export function encodePcma(sample: number): number {
  const magnitude = Math.min(sample < 0 ? -Math.round(sample) - 1 : Math.round(sample), 32767);
  const segment = Math.max(0, 31 - Math.clz32(Math.max(magnitude, 1)) - 7);
  const mantissa = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ 0x55;
}

export type AudioPayloadType = 0 | 8;

export function isAudioPayloadType(type: number): type is AudioPayloadType {
  return type === 0 || type === 8;
}

export function decodeAudio(type: AudioPayloadType, payload: Buffer): Float64Array {
  return Float64Array.from(payload, type === 0 ? decodePcmu : decodePcma);
}

export function encodeAudio(type: AudioPayloadType, samples: Float64Array): Buffer {
  return Buffer.from(Array.from(samples, type === 0 ? encodePcmu : encodePcma));
}
