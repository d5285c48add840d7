/** Protocol versions by their number on the wire. */
import type { TlsVersion } from '../../../evidence.ts';
import { greaseName, hex16 } from './grease.ts';

export const versionNumbers = {
  'SSL 3.0': 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
} as const satisfies Record<TlsVersion, number>;

const names = new Map<number, TlsVersion>(
  Object.entries(versionNumbers).map(([name, number]) => [number, name as TlsVersion]),
);

/** Undefined for a number that is no version of SSL 3.0 to TLS 1.3. */
export const knownVersion = (number: number): TlsVersion | undefined => names.get(number);

/** `TLS 1.2`, `SSL 2.0`, `TLS 1.3 draft 28` (0x7f1c), `GREASE_0x0a0a`, or `0x0305`. */
export function versionName(number: number): string {
  if (number === 0x0002 || number === 0x0200) return 'SSL 2.0';
  if (number >> 8 === 0x7f) return `TLS 1.3 draft ${number & 0xff}`;
  return names.get(number) ?? greaseName(number) ?? hex16(number);
}
