/**
 * The tap: one stable address per service towards the device, a switch behind it, and a record of every byte.
 * Works on TCP without root and without libpcap.
 */
import type { BenchFault, ClearText, Connection } from '../evidence.ts';
import type { Address, Fronts } from '../lab/lab.ts';

export interface Chunk {
  /** Milliseconds on the monotonic clock (performance.now()). */
  at: number;
  from: 'device' | 'lab';
  bytes: Buffer;
}

export interface RecordedConnection {
  id: number;
  front: 'sip' | 'provisioning';
  openedAt: number;
  device: Address;
  chunks: Chunk[];
  /** Octets that passed after the connection had used up what is kept of it; they went through, but are not in `chunks`. */
  dropped?: { fromDevice: number; fromLab: number };
  closed: { by: 'device' | 'lab' | 'open'; how: 'fin' | 'rst' | 'none'; at: number | null };
}

export interface RecordedDatagram {
  at: number;
  from: Address;
  to: Address;
  bytes: Buffer;
}

export interface Tap {
  readonly fronts: Fronts;
  /** Whether the fronts answer on ::1 as well, at the same ports. */
  readonly fronts6: boolean;
  /** Ports that nothing secure uses; whatever comes there is recorded: TCP and UDP 5060 and HTTP 80 as the device knows
   * them (other numbers on the bench). */
  readonly witnesses: { sip: Address; http: Address };
  /** An address where the SIP front answers at port 5061 as well, and the SIP witness at port 5060; null where none is free. */
  readonly standardHost: string | null;
  /** Where the next connections of a front go; null refuses TCP. */
  route(front: 'sip' | 'provisioning', target: Address | null): Promise<void>;
  /** Connections opened since the mark, oldest first; live objects that still grow. */
  connectionsSince(mark: number): RecordedConnection[];
  /** `at` is on the monotonic clock, as in Chunk. A TLS hello on such a port has the kind `TLS`. */
  clearTextSince(mark: number): ClearText[];
  /** What went wrong on the bench's side: `lab-unreachable`, `tap-full`. */
  faultsSince(mark: number): BenchFault[];
  /** Resolves at the next byte, open or close on any front or witness. */
  activity(): Promise<void>;
  mark(): number;
  /** Ends all open connections of a front (the lab's side closes, or resets), so that the device must connect anew; resolves to
   * how many there were. */
  disconnect(front: 'sip' | 'provisioning', how?: 'fin' | 'rst'): Promise<number>;
  stop(): Promise<void>;
}

/** Turns recorded bytes into evidence, with times relative to `origin`, decrypting by the key log where it can. */
export type Transcribe = (connection: RecordedConnection, keyLog: string, origin: number) => Connection;

/** A pcapng file with the key log embedded (a Decryption Secrets Block before the packets). */
export type WriteCapture = (
  connections: readonly RecordedConnection[],
  datagrams: readonly RecordedDatagram[],
  keyLog: string,
  addresses: Fronts,
) => Buffer;
