/** RFC 8701 §2: reserved values that a client sends to keep servers tolerant. They offer nothing. */

export const hex16 = (number: number): string => `0x${number.toString(16).padStart(4, '0')}`;

export const isGrease = (number: number): boolean => (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);

/** `GREASE_0x0a0a`, or undefined for any other number. */
export const greaseName = (number: number): string | undefined =>
  isGrease(number) ? `GREASE_${hex16(number)}` : undefined;
