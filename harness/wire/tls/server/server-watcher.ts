/** What a TLS server of ours tells its user, whichever version it speaks, and what it asks of it. */
import type { TlsVersion } from '../../../evidence.ts';
import type { SecureStream12 } from './secure-stream12.ts';

/** What the client showed of itself; nothing of it is checked but the signature. */
export interface ClientAuthentication {
  /** DER, leaf first. Null without a Certificate message; an empty list is an empty message. */
  chain: Buffer[] | null;
  /** Whether CertificateVerify was made with the key of the leaf; null without one. */
  proof: boolean | null;
}

/** What was agreed on. */
export interface Session {
  version: TlsVersion;
  /** Name of the suite, as IANA has it. */
  suite: string;
  client: ClientAuthentication;
}

export interface ServerWatcher {
  /** The first flight is out: `TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 x25519 rsa_pss_rsae_sha256`. */
  greeted(selected: string): void;
  /** Something whole of the client: `client_key_exchange`, `alert unknown_ca`, `application_data`. */
  received(what: string): void;
  /** The ClientHello is whole. A number is the alert that answers it, in place of a first flight. */
  hello?(): number | null;
  /** A line in the NSS key-log format. */
  keyLog(line: string): void;
  /** All that the client must show is there and its Finished checks. A number is the alert that ends the handshake. */
  admit(client: ClientAuthentication): number | null;
  /** The handshake is complete. The stream's errors are the watcher's to handle. */
  secured(stream: SecureStream12, session: Session): void;
  /** Nothing more is sent. `reason` is null where the client ended it, or can not be answered after what it was sent. */
  over(reason: string | null): void;
}
