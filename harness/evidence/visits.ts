/** Visits: the device is the server, and the bench comes to it. */
import type { CertificateFacts, TlsVersion } from './connections.ts';

/**
 * One connection of the bench to the device's own listener, where the device is the TLS server, with one SIP request over
 * it. What came of it is read from the wire.
 */
export interface Visit {
  /** ISO time of the start. */
  at: string;
  /** What the bench meant to show: `good`, the name of a fault, or null for no certificate at all. */
  presented: { certificate: string | null; leafSha256: string | null };
  /** SHA-256 of the client leaf that went over the wire; null where none did. */
  shown: string | null;
  request: { method: 'OPTIONS' | 'MESSAGE' | 'INVITE'; fromDomain: string };
  /** Where it came without TLS; absent: over TLS. */
  over?: 'udp' | 'tcp';
  /** How many slow clients stood beside it; absent: none were sent. */
  beside?: number;
  /** Start lines of what the device asked over the connection; absent where it was not listened for. */
  heard?: string[];
  /** Whether TCP came up; otherwise nothing listens there, and nothing can be said of the device's judgement. */
  reached: boolean;
  /** As the server selected them; null before a ServerHello. It is no proof that the server let the client in. */
  handshake: { version: TlsVersion; suite: string } | null;
  /** The device's chain, leaf first. */
  serverChain: CertificateFacts[];
  certificateRequested: boolean;
  /** The fatal alert of the device. */
  alert: { code: number; name: string } | null;
  /** The answer of the device to the request. */
  answer: { status: number; reason: string } | null;
  /** Whether the device closed the connection, before the bench did. */
  closed: boolean;
  /** Milliseconds from the start to the answer, the close, or the end of the window. */
  lasted: number;
}
