/**
 * What a registrar of the harness does otherwise than an honest one, above TLS: how it challenges, answers, keeps and ends
 * the connection, and what it sends over it of its own accord. One deviation each, as an entry of its group's file in
 * `sip-scripts/`; an entry leaves out all in which it is like the honest registrar.
 */
import type { SipMessage } from '../../wire/sip/message.ts';

export interface SipScript {
  /** What it does, for the reader: `challenges with SHA-256 before MD5`. */
  title: string;
  /** The entry that it is compared with; the honest registrar when left out. */
  like?: string;
  /**
   * The answer to a request of the device, before the registrar looks at it: messages or raw bytes to send; null to stay
   * silent; undefined to leave it to the registrar. `scene.registrar` gives what the registrar would say.
   */
  answer?: (request: SipMessage, scene: SipScene) => Answers | null | undefined;
  /** The answer of the registrar, before it is sent: returns what is sent in its place. */
  respond?: (response: SipMessage, request: SipMessage, scene: SipScene) => Answers;
  /** Whether two CRLFs are answered with one (RFC 5626 §4.4.1); `true` when left out. */
  pong?: boolean;
  /** What happens over the connection behind the first registration on it. The attempt lasts until it has ended. */
  registered?: (scene: SipScene) => Promise<void>;
  /** What happens in a call that the device was told to place, once it stands. The device is told to hang up behind it. */
  called?: (call: SipCall, scene: SipScene) => Promise<void>;
  /** How long the script may take over the profile's window, ms; 0 when left out. */
  lasts?: number;
}

export type Answers = readonly (SipMessage | Buffer)[];

export type Fields = readonly (readonly [name: string, value: string])[];

/** One connection of the device, as a script sees it, and what all connections of the presentation share. */
export interface SipScene {
  /** SIP domain of the lab, which is also the realm. */
  readonly domain: string;
  /** Running number of this connection under the presentation, from 0. */
  readonly connection: number;
  /** URI of the device's contact in its last accepted REGISTER on this connection; empty before. */
  readonly contact: string;
  /** Requests of the device under this presentation so far, all connections, the one in hand included. */
  readonly requests: readonly SipMessage[];
  /** What is remembered from one connection of the presentation to the next, by the script's own names. */
  readonly memory: Map<string, unknown>;
  /** What the honest registrar would answer; null for what it does not answer. A call to `bench` is taken, without media. */
  registrar(request: SipMessage): SipMessage | null;
  /** 200 to a REGISTER, its contacts bound as if its credentials had been those that the registrar asked for. */
  accept(register: SipMessage): SipMessage;
  /** Whether the credentials of a request fit the account's password, by the algorithm they name; null: it has none. */
  credentials(request: SipMessage): 'right' | 'wrong' | null;
  send(message: SipMessage | Buffer): void;
  /**
   * Sends a request of its own and resolves with the final response to it; null when none came in `ms` (the window when
   * left out) or the connection has ended. The final response to an INVITE is acknowledged.
   */
  ask(request: SipMessage, ms?: number): Promise<SipMessage | null>;
  /** A new request towards the device, to its contact, with Via, From, To, Call-ID, CSeq and Contact of its own. */
  request(method: string, fields?: Fields, body?: string): SipMessage;
  /** The call of an INVITE that `ask` has sent and its 2xx. */
  call(invite: SipMessage, answer: SipMessage): SipCall;
  /** The next request of the device that fits, on any connection, from now on, once it is answered; null when none came in
   * `ms` (the window when left out). */
  next(fits: (request: SipMessage) => boolean, ms?: number): Promise<SipMessage | null>;
  /** The first response of the device on this connection that fits, whatever it answers; null when none came in `ms` (the
   * window when left out) or the connection has ended. */
  response(fits: (response: SipMessage) => boolean, ms?: number): Promise<SipMessage | null>;
  /** Resolves when this connection has ended or `ms` have passed: whether it has. */
  ended(ms?: number): Promise<boolean>;
  /** Milliseconds of the profile's window of silence. */
  readonly window: number;
  /** `tls`: close_notify and FIN. `tcp`: FIN alone. `reset`: RST, which shows as such only once all that was sent has been
   * read: behind a question that was answered. */
  close(how: 'tls' | 'tcp' | 'reset'): void;
  /** Writes a line that judges read as the registrar's own word. */
  say(line: string): void;
}

/** A call that stands, whoever has called. */
export interface SipCall {
  readonly invite: SipMessage;
  /** A request within its dialog, for `ask` or `send`. */
  request(method: string, fields?: Fields, body?: string): SipMessage;
}
