/** A scripted peer: a program of the harness on one loopback port that serves what it is told per connection. */
import type { Program } from '../../evidence.ts';
import type { Address } from '../lab.ts';
import type { Presentation } from '../presentation.ts';
import type { ServiceState } from './secure-connection.ts';

export interface Peer {
  readonly program: Program;
  readonly address: Address;
  /** From the next connection on the peer serves exactly this. Throws LabError for a deviation that is not its own. */
  present(presentation: Presentation): Served;
  /** NSS key-log lines, without line end, of every handshake. */
  onKeyLog(listener: (line: string) => void): void;
  /** What the peer says about its connections and requests; never a secret. */
  onLine(listener: (line: string) => void): void;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

export interface Served extends ServiceState {
  /** SHA-256 of the leaf that the next connection gets, or null where none is sent. */
  leafSha256: string | null;
  /** The same of a renegotiation, where that shows another one. */
  renegotiatedLeafSha256?: string | null;
}
