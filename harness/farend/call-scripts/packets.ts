/** What it sends as RTP and RTCP (RFC 3711 §3). */
import type { CallScript } from '../call-script.ts';

export const packets = {} as const satisfies Record<string, CallScript>;
