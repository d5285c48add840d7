/** The seams between the device's modules: each module is built against these, and main.ts joins them. */
import type { Duplex } from 'node:stream';
import type { Flaws } from './flaws.ts';
import type { Settings } from './settings/settings.ts';

/** Why a server was refused, in words a person can act on; the kinds are what DIAG-01 asks to tell apart. */
export interface Refusal {
  at: string;
  service: 'sip' | 'provisioning';
  peer: string;
  kind:
    | 'expired'
    | 'not-yet-valid'
    | 'name'
    | 'chain'
    | 'usage'
    | 'strength'
    | 'revoked'
    | 'revocation-unknown'
    | 'version'
    | 'alert'
    | 'protocol'
    | 'network';
  reason: string;
}

/** Thrown by `TlsConnector.connect`; the connection is closed and no application byte has been sent. */
export class ConnectionRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.name = 'ConnectionRefused';
    this.refusal = refusal;
  }
}

export interface ConnectOptions {
  service: 'sip' | 'provisioning';
  host: string;
  port: number;
  /** Name that the certificate must show: the SIP domain (RFC 5922) or the URL's host (RFC 9525). */
  identity: string;
  validate: boolean;
  timeoutMs?: number;
}

export interface TlsConnector {
  /** Resolves with an encrypted, verified stream (or unverified where `validate` is off); the client certificate was
   * shown only to a verified server. Rejects with ConnectionRefused. */
  connect(options: ConnectOptions): Promise<Duplex>;
  /** Closes the open connections whose certificate rests on something that is not trusted any more. */
  trustChanged?(): void;
}

export interface TrustedFile {
  name: string;
  bytes: number;
  modified: string;
  certificates: { subject: string; issuer: string; notAfter: string; sha256: string; selfSigned: boolean }[];
  problem?: string;
}

/** `certs/trusted` holds what is trusted. Of `certs` only `sipclient.pem` means something: nothing in it is trusted. */
export type CertificateFolderName = 'certs' | 'certs/trusted';

/** Factory authorities (invisible), the folder certs/trusted, and the files in certs besides `sipclient.pem`. */
export interface TrustStore {
  /** PEM of everything trusted now. */
  anchors(): string[];
  /** `folder` is certs/trusted where it is left out. */
  list(folder?: CertificateFolderName): Promise<TrustedFile[]>;
  /** Rejects with Error and a sentence for the user; the folder is then as it was. */
  add(name: string, content: Buffer, folder?: CertificateFolderName): Promise<TrustedFile>;
  /** Rejects with Error when there is no such file. */
  remove(name: string, folder?: CertificateFolderName): Promise<void>;
}

export interface DeviceIdentity {
  /** The certificate in force: the uploaded `sipclient.pem`, else the factory one, else null. */
  current(): { chainPem: string; keyPem: string; source: 'factory' | 'uploaded' } | null;
  set(pem: Buffer): Promise<void>;
  /** Removes the uploaded one; with `includingFactory` the device has none until a factory reset. */
  clear(includingFactory: boolean): Promise<void>;
}

export interface AttemptResult {
  outcome: 'accepted' | 'refused' | 'failed' | 'timeout';
  reason?: string;
}

export type CallState = 'calling' | 'ringing' | 'established' | 'ended';

export interface CallFacts {
  id: string;
  direction: 'outgoing' | 'incoming';
  peer: string;
  state: CallState;
  /** Final status when it failed. */
  code: number | null;
  secured: boolean;
  suite: string | null;
  media: MediaCounters;
}

export interface MediaCounters {
  sent: number;
  received: number;
  /** Packets whose authentication tag was wrong. */
  rejected: number;
  replayed: number;
  /** Plain packets on a secured port. */
  plainDropped: number;
}

/** The SIP user agent of the device. */
export interface SipAgent {
  /** Attempts now and forgets back-off; resolves when the attempt ends. */
  register(): Promise<AttemptResult>;
  unregister(): Promise<AttemptResult>;
  /** Opens the TLS connection and nothing more. */
  connect(): Promise<AttemptResult>;
  /** Resolves when the call is answered or has failed. */
  call(to: string): Promise<{ outcome: 'established' | 'failed'; call: string; code?: number; reason?: string }>;
  answer(call?: string): Promise<void>;
  hangup(call?: string): Promise<void>;
  /** Keys of 0-9, *, #, A-D, pressed one after another in a call that stands. Rejects where that cannot be. */
  dtmf(digits: string, call?: string): Promise<void>;
  /** Puts the peer on hold, or takes the call up again; resolves when the peer has agreed or refused. */
  hold(held: boolean, call?: string): Promise<void>;
  calls(): CallFacts[];
  registration(): {
    state: 'registered' | 'unregistered' | 'refused' | 'failed' | 'trying';
    reason: string;
    at: string;
    server: string;
    verified: boolean;
  };
  onEvent(
    listener: (event: { kind: 'registration' | 'call' | 'media' | 'log'; [detail: string]: unknown }) => void,
  ): void;
  /** Settings changed: closes connections that no longer fit; does not register by itself. */
  reconfigure(): Promise<void>;
  stop(): Promise<void>;
}

/** Takes connections of others, as `settings.listener` says. */
export interface Listener {
  /** What it listens on; null: it does not. */
  at(): { host: string; port: number } | null;
  /** Opens, closes or moves as the settings now say; a port that cannot be had is logged. */
  reconfigure(): Promise<void>;
  /** Ends its connections, too. */
  stop(): Promise<void>;
}

export interface ProvisioningClient {
  /** Fetches `settings.provisioning.url` (a JSON or `key = value` file named <MAC>.cfg when the URL ends in `/`) and
   * applies it whole or not at all. */
  provision(): Promise<AttemptResult>;
  last(): { outcome: string; reason: string; at: string; url: string } | null;
}

export interface ServiceTarget {
  host: string;
  port: number;
  /** A flaw goes there in clear. */
  inClear?: true;
}

/** What every module may use. */
export interface Surroundings {
  /** Always the current settings. */
  settings(): Settings;
  /** Merges a partial change, validates, stores and tells the listeners. Throws z.ZodError. */
  change(partial: DeepPartial<Settings>): Promise<void>;
  flaws: Flaws;
  /** The device's own time, which every validity period is checked against. */
  now(): Date;
  trust: TrustStore;
  identity: DeviceIdentity;
  resolve(host: string): Promise<string>;
  /** The servers of a domain for SIP over TLS, in the order to be tried; none where it names none. */
  locate(domain: string): Promise<ServiceTarget[]>;
  /** Twelve hexadecimal digits. */
  mac: string;
  product: { name: string; firmware: string };
  log(line: string): void;
  refused(refusal: Refusal): void;
}

export type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };
