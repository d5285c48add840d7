/**
 * What a TLS server of ours may do otherwise than an honest one, in one connection. Every part is optional: what an entry
 * leaves out is honest, and the server goes on as an honest one does wherever the client lets it, so that a client that
 * bears with the deviation is seen to send its request.
 */
import type { TlsVersion } from '../../../evidence.ts';
import type { ClientHello } from '../messages/client-hello.ts';
import type { Choice } from '../server/server-choice12.ts';

export interface TlsFault {
  /** What the server does, in one sentence without a full stop: it stands in reports. */
  title: string;
  /** What the server beneath selects; TLS 1.2 when left out. The control of the entry is the honest one of that version. */
  version?: TlsVersion;
  /** Name of the entry that this one is compared with; the honest server of its version when left out. */
  like?: string;
  /** Throws NotOffered where this client cannot be given it: what must be unoffered is derived from its hello. */
  requires?(hello: ClientHello): void;
  /** Changes what is selected. May throw NotOffered. */
  select?(honest: Choice, hello: ClientHello): Choice;
  /** Changes ServerHello. */
  hello?(honest: ServerHelloParts, client: ClientHello): ServerHelloParts;
  /** Changes the certificates of the Certificate message: DER, leaf first. */
  chain?(honest: readonly Buffer[]): readonly Buffer[];
  /** Changes ServerKeyExchange of TLS 1.2 and before. */
  keyExchange?(honest: KeyExchange, client: ClientHello): KeyExchange;
  /** TLS 1.3: the HelloRetryRequest that answers this ClientHello, of which `before` were answered by one. Null: none. */
  retry?(client: ClientHello, before: number): Retry | null;
  /**
   * What is sent in place of a handshake message, with headers: nothing, the message, others with it. Asked for each message
   * in turn, before it is hashed, so that whoever bears with the change arrives at the same keys.
   */
  message?(name: string, whole: Buffer, client: ClientHello): readonly Buffer[];
  /** TLS 1.3: the names of the messages of the first flight in the order in which they are made and sent. */
  order?(honest: readonly string[]): readonly string[];
  /** Changes how a flight goes out: `first` begins with ServerHello; `second`, of TLS 1.2 and before, with ChangeCipherSpec. */
  records?(flight: 'first' | 'second', honest: readonly Outgoing[]): readonly Outgoing[];
  /** Changes records of application data; `index` counts them from 0. */
  application?(honest: Outgoing, index: number): readonly Outgoing[];
  /**
   * TLS 1.2: how a renegotiation is served; every one is declined (RFC 5746 §4.5) when left out. `hello` gets
   * renegotiation_info as it must be, and `asks` for a certificate with any kind of key.
   */
  renegotiation?: { hello?: TlsFault['hello']; asks?: true };
  /** TLS 1.2: NewSessionTicket, with header, ahead of ChangeCipherSpec (RFC 5077 §3.3). */
  ticket?(): Buffer;
  /**
   * TLS 1.2: sessions are given out. `honest`: and gone on with as RFC 7627 §5.3 has it. `contradicted`: nothing is done but
   * to go on with a session, while ServerHello says the contrary of what it was made with about extended_master_secret.
   */
  sessions?: 'honest' | 'contradicted';
  /** TLS 1.3: what is done as soon as the client's Finished has come, before any application data. */
  afterHandshake?(connection: Established): void;
  /** TLS 1.3: after the handshake the server reads on, but the service behind it never hears of the connection. */
  unserved?: true;
  /** TLS 1.3: what is done right after the server's first application data. */
  afterFirstAnswer?(connection: Established): void;
  /** Each octet of the first flight is a TCP segment of its own. */
  octetBySegment?: true;
  /** Bytes that go out as soon as the client has connected, before its ClientHello. */
  greeting?: Buffer;
  /** Bytes in place of all that a server answers to the ClientHello. */
  instead?(client: ClientHello): Instead;
  /** The server signs with another key than that of its certificate. */
  otherKey?: true;
}

export interface ServerHelloParts {
  /** legacy_version. */
  version: number;
  random: Buffer;
  sessionId: Buffer;
  suite: number;
  compression: number;
  /** Null: no block of extensions at all. */
  extensions: readonly HelloExtension[] | null;
  /** Added to the length that the block of extensions announces. */
  lengthError?: number;
  /** Behind the block of extensions, within the message. */
  trailing?: Buffer;
}

export interface HelloExtension {
  type: number;
  data: Buffer;
}

export interface KeyExchange {
  /** What is signed beside the random values: ServerECDHParams (RFC 8422 §5.4) or ServerDHParams (RFC 5246 §7.4.3). */
  parameters: Buffer;
  /** SignatureScheme or pair of hash and signature; not sent before TLS 1.2. */
  scheme: number;
  /** In place of the right signature. */
  signature?: (right: () => Buffer) => Buffer;
}

export interface Retry {
  suite: number;
  /** The server still chooses supported_versions itself. */
  extensions: readonly HelloExtension[];
}

/** Keys under which a record goes out. Before TLS 1.3 there is only `clear` and, behind ChangeCipherSpec, `application`. */
export type Epoch = 'clear' | 'handshake' | 'application';

export interface Outgoing {
  /** Content type. */
  type: number;
  /** Before protection. Longer than a record may be where the fault is about that. */
  content: Buffer;
  epoch: Epoch;
  /** Of the record's header; the usual one when left out. */
  version?: number;
  /** Changes the whole record after protection. */
  damage?: (record: Buffer) => Buffer;
  /**
   * Behind the record: the next keys of the server (TLS 1.3), the end of the stream without close_notify, or nothing more at
   * all: the server only reads, so that the client has the time to object. `renegotiation`, of TLS 1.2: the records behind it
   * wait until the client has renegotiated or declined to.
   */
  then?: 'new-keys' | 'fin' | 'silence' | 'renegotiation';
}

/** An established connection of TLS 1.3 in the hands of a fault. */
export interface Established {
  client: ClientHello;
  /** Sends handshake messages, with headers, one to a record, under the application keys. */
  message(...whole: readonly Buffer[]): void;
  /** Sends records. */
  send(...records: readonly Outgoing[]): void;
  /** Moves on to the next keys of the server (RFC 8446 §7.2), without a word of it. */
  changeKeys(): void;
}

export interface Instead {
  bytes: Buffer;
  /** After the bytes: keeps reading, or ends the connection. */
  then: 'wait' | 'fin' | 'rst';
}
