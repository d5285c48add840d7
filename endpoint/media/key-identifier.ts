/**
 * The master key identifier that travels in a packet (RFC 3711 §3.1, §3.4): before the tag, which does not cover it; at the
 * very end where the cipher makes the tag itself (RFC 7714 §9.3).
 */
import { suites, type SuiteName } from './suites.ts';

const placeFromEnd = (name: SuiteName, tagBytes: number): number => (suites[name].mode === 'AES-GCM' ? 0 : tagBytes);

/** @param tagBytes of this kind of packet. */
export function addKeyIdentifier(name: SuiteName, packet: Buffer, identifier: Buffer, tagBytes: number): Buffer {
  const at = packet.length - placeFromEnd(name, tagBytes);
  return Buffer.concat([packet.subarray(0, at), identifier, packet.subarray(at)]);
}

/** @returns null for a packet that names another key, or none. */
export function takeKeyIdentifier(
  name: SuiteName,
  packet: Buffer,
  identifier: Buffer,
  tagBytes: number,
): Buffer | null {
  const end = packet.length - placeFromEnd(name, tagBytes);
  const at = end - identifier.length;
  if (at < 0 || !packet.subarray(at, end).equals(identifier)) return null;
  return Buffer.concat([packet.subarray(0, at), packet.subarray(end)]);
}
