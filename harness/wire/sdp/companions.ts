/** What SDP says of the companions of a stream's audio: where its RTCP goes, and telephone events. */
import type { SdpMedia } from './sdp.ts';

/** RFC 5761 §5.1.1: RTP and RTCP share a port where both descriptions say so. */
export const sharesPort = (lines: readonly string[]): boolean => lines.some((line) => /^a=rtcp-mux\s*$/.test(line));

/** The port that `a=rtcp` names (RFC 3605 §2.1), or the one above that of RTP. */
export function controlPort({ port, lines }: Pick<SdpMedia, 'port' | 'lines'>): number {
  const [named] = lines.flatMap((line) => /^a=rtcp:(\d{1,5})(?:\s|$)/.exec(line)?.[1] ?? []);
  return Math.min(Number(named ?? port + 1), 65535);
}

/** Payload types that are mapped to telephone events (RFC 4733 §2.4.1). */
export function eventTypes({ formats, lines }: Pick<SdpMedia, 'formats' | 'lines'>): ReadonlySet<number> {
  const mapped = lines.flatMap((line) => /^a=rtpmap:(\d{1,3})\s+telephone-event\/8000/i.exec(line)?.[1] ?? []);
  return new Set(mapped.filter((type) => formats.includes(type)).map(Number));
}
