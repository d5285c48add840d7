/** What a TLS server of the harness hands to the service behind it, whichever way the handshake was made. */
import type { Socket } from 'node:net';
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
  /** Ends the TCP connection beneath without a word in TLS. */
  cut: (how: 'fin' | 'rst') => void;
}

/** For the TCP connection beneath; nothing where that has gone. */
export const cutting =
  (beneath: Socket | undefined): SecureConnection['cut'] =>
  (how) =>
    void (how === 'rst' ? beneath?.resetAndDestroy() : beneath?.destroy());

/** What the service does of its own accord under a presentation. */
export interface ServiceState {
  /** The script at work; absent where there is none. */
  script?: ScriptState;
}

export interface ScriptState {
  /** Whether the script does something of its own accord just now. */
  readonly running: boolean;
  /** A fault of the script itself. */
  readonly failure: Error | null;
  /** How long it may take over the window, ms. */
  readonly lasts: number;
  /** Resolves when the script has come to rest, or after `ms`. */
  rest(ms: number): Promise<void>;
}

/** What is spoken over the connection. */
export interface PeerService {
  serve(connection: SecureConnection): void;
  /** This is presented from now on. Throws LabError where this service can not. */
  present(presentation: Presentation): ServiceState;
}
