/** What a TLS server of the harness hands to the service behind it, whichever way the handshake was made. */
import type { Duplex } from 'node:stream';
import type { Presentation } from '../presentation.ts';

export interface SecureStream extends Duplex {
  /** As net.Socket has it: ms of silence, 0 for any; `onIdle` hears the first. */
  setTimeout(ms: number, onIdle?: () => void): unknown;
}

/** A connection whose handshake is complete. */
export interface SecureConnection {
  stream: SecureStream;
  presentation: Presentation;
  /** A witness line that begins with version, suite and leaf of this connection. */
  say: (text: string) => void;
}

/** What is spoken over the connection. */
export interface PeerService {
  serve(connection: SecureConnection): void;
  /** Throws LabError for a presentation that this service can not make. */
  check(presentation: Presentation): void;
}
