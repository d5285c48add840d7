/** Attempts of the device against the services of the lab. */
import type { Connection, TlsVersion } from './connections.ts';

/** The two things a SIP endpoint connects to. */
export type Service = 'sip' | 'provisioning';

/** The program that answered: third-party servers, or a scripted peer of the harness; `clear-registrar` speaks no TLS. */
export type Program =
  'kamailio' | 'nginx' | 'registrar' | 'clear-registrar' | 'file-server' | 'scripted-tls' | 'closed-port';

/** A control is the good case that differs in the deviation alone; it brackets a case whose device did not connect. */
export type Role = 'case' | 'control-before' | 'control-after';

/** One "attempt now" of the device against one service, and all that passed meanwhile. */
export interface Attempt {
  service: Service;
  role: Role;
  /** Another unit of the same product; absent: the one under test. */
  unit?: 'second';
  /** ISO time of the start; the only clock reading, for the reader. */
  startedAt: string;
  presented: Presented;
  connections: Connection[];
  /** What came in clear on the witness ports (TCP/UDP 5060, HTTP) while the attempt ran. */
  clearText: ClearText[];
  /** What came to the lab's server of CRLs and OCSP responses; absent where the bench had none. */
  fetches?: Fetch[];
  /** What was asked of the lab's DNS server; absent where nothing was. */
  lookups?: Lookup[];
  /** What the serving program itself said (Kamailio's log, nginx's access log, the peer's own). */
  witness: { program: Program; lines: string[] };
  /** What the driver said. Never evidence for a pass. */
  driverSaid: { outcome: string; reason?: string };
  /** Milliseconds for which nothing had come when the attempt was closed: the window that absences are stated with. */
  quiet: number;
  /** Milliseconds from the start to the moment the attempt was closed and judged complete. */
  lasted: number;
  capture?: string;
}

/** What the lab meant to serve. */
export interface Presented {
  listener: string;
  program: Program;
  /** The name of the certificate fault, `good` for none. */
  certificate: string;
  /** SHA-256 of the leaf the lab meant to serve; compared with the one read from the wire. */
  leafSha256: string | null;
  version: TlsVersion | 'default';
  /** A named deviation of another kind (scripted answer, HTTP behaviour), or null. */
  behaviour: string | null;
  requestsClientCertificate: boolean;
  /** How many requests the lab sends over the connection of a device that has registered; absent: none. */
  asks?: number;
  /** What a renegotiation that the lab asks for shows; absent: what the first handshake did, or there is none. */
  renegotiation?: { certificate: string; leafSha256: string | null };
  /** The name or address that the device was told to reach, where that is not the usual one and its hello can show it. */
  reaches?: string | null;
  /** The name or address that the device was told to reach. */
  host?: string;
}

export interface ClearText {
  at: number;
  transport: 'tcp' | 'udp';
  port: 'sip' | 'http';
  bytes: number;
  /** `SIP REGISTER`, `HTTP GET`, ... or `connection` for a TCP connection without a byte. */
  kind: string;
  firstLine: string;
}

/** One question to the lab's DNS server. */
export interface Lookup {
  /** `A`, `SRV`, `NAPTR` */
  type: string;
  name: string;
}

/** One request to the lab's server of CRLs and OCSP responses. */
export interface Fetch {
  at: number;
  method: string;
  path: string;
  /** Of the answer's body; 0 where none was given. */
  bytes: number;
}
