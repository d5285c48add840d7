/**
 * What a survey of a TLS listener found, as plain data: its answers to hellos that the bench made up, and the handshakes
 * before and after. A ServerHello proves that the listener selects something, no more; the controls are whole handshakes.
 */
import type { CertificateFacts, TlsVersion } from './evidence.ts';

/** The two listeners that a SIP device has of its own. */
export type SurveyedListener = 'sip-listener' | 'web';

export interface Survey extends TlsSurvey {
  listener: SurveyedListener;
  /** SIP over the listener, split up and put together in records; absent where it is not SIP. */
  framing?: SipFraming[];
}

export interface TlsSurvey {
  /** ISO time of the start. */
  at: string;
  /** Whether TCP came up. */
  reached: boolean;
  /** Why the survey ended before everything was asked; null where it did not. */
  trouble: string | null;
  controls: { before: ControlHandshake | null; after: ControlHandshake | null };
  /** Newest first; those of SSL 3.0 to TLS 1.3 that were asked for. */
  versions: SurveyedVersion[];
  /** Names in the order in which they were selected. */
  groups: { 'TLS 1.2': string[]; 'TLS 1.3': string[] };
  /** Of ServerKeyExchange, in the order in which they were selected; of TLS 1.3 those that were taken alone. */
  signatureSchemes: { 'TLS 1.2': string[]; 'TLS 1.3': string[] };
  /** Every chain that was shown, leaf first, each leaf once. */
  chains: CertificateFacts[][];
  /** Whether a ticket was given after a whole handshake; null where there was none. */
  ticket: boolean | null;
  /** Absent: it means nothing for this listener, or was not reached. */
  probes: Partial<Record<SurveyProbe, SurveyAnswer>>;
  /** Connections made, and milliseconds taken. */
  connections: number;
  lasted: number;
}

/** Sizes of whole ClientHello messages, in octets. */
export const largeHellos = [2048, 4096, 8192, 16384] as const;

export type SurveyProbe =
  /** A hello in the format and of the version of SSL 2.0. */
  | 'ssl2'
  /** The newest version of the hello is this one. */
  | 'max-ssl3'
  | 'max-tls10'
  | 'max-tls11'
  | 'only-rc4'
  /** All accepted suites of TLS 1.2, the weakest first. */
  | 'weak-first'
  /** A hello of the usual kind with reserved values in every list (RFC 8701 §3.1). */
  | 'grease'
  /** An unknown version beside TLS 1.3 and 1.2 in supported_versions. */
  | 'unknown-version'
  /** legacy_version 0x0305 and no supported_versions. */
  | 'unknown-legacy-version'
  /** legacy_version TLS 1.2, supported_versions with TLS 1.3 and 1.2. */
  | 'both-versions'
  /** The second newest version of the listener with TLS_FALLBACK_SCSV. */
  | 'fallback'
  | 'compression'
  /** TLS 1.2 or older with extended_master_secret, renegotiation_info, session_ticket and heartbeat. */
  | 'features'
  /** A heartbeat request that claims 16 KiB and has none, behind the server's first flight. */
  | 'heartbeat'
  /** A request in clear. */
  | 'clear-sip'
  | 'clear-http'
  /** A second ClientHello on an open connection of TLS 1.2, without renegotiation_info. */
  | 'renegotiation'
  | `large-${(typeof largeHellos)[number]}`;

export interface SurveyedVersion {
  version: TlsVersion;
  /** In the order in which they were selected from all that was left. */
  suites: string[];
  /** Whose order decides; null with fewer than two suites. */
  order: 'server' | 'client' | 'neither' | null;
  /** The answer to the offer of all that was left. */
  end: SurveyAnswer;
}

export interface SurveyAnswer {
  /**
   * `hello`: a ServerHello or HelloRetryRequest. `closed`: without an alert. `silent`: open, and nothing came in time.
   * `other`: what came is no TLS, or never ends. `unreached`: no TCP connection.
   */
  outcome: 'hello' | 'alert' | 'closed' | 'silent' | 'other' | 'unreached';
  version: string | null;
  suite: string | null;
  compression: number | null;
  /** Of ServerKeyExchange or key_share; `DH 2048 bits` where no name is told. */
  group: string | null;
  signatureScheme: string | null;
  /** Of the ServerHello, by name. */
  extensions: string[];
  /** The fatal alert. */
  alert: { code: number; name: string } | null;
  closed: 'fin' | 'rst' | null;
  /** Octets of heartbeat messages that came. */
  heartbeat: number;
  /** First line of what is no TLS, at most 80 printable characters. */
  text: string | null;
  /** Milliseconds. */
  lasted: number;
}

/** A whole handshake by the bench's usual TLS library. */
export interface ControlHandshake {
  /** `selected`: the library does not speak what the listener does, which answers a hello with the same suite as ever. */
  outcome: 'completed' | 'selected' | 'failed';
  version: string | null;
  suite: string | null;
  /** Why it failed. */
  reason: string | null;
  lasted: number;
}

/** Requests over one connection, and which of them were answered, by their number from 1. */
export interface SipFraming {
  how: 'one message over many records' | 'many messages in one record';
  records: number;
  messages: number;
  /** One entry an answer, in the order they came; 0: an answer to none of them. */
  answers: number[];
  /** Whether the listener closed before the bench did. */
  closed: boolean;
  lasted: number;
}
