/** What a TLS conversation is made of, as the parser tells it. */
import type { CertificateRequest } from './messages/certificate-messages.ts';
import type { ClientHello } from './messages/client-hello.ts';
import type { ServerHello } from './messages/server-hello.ts';
import type { ServerKeyExchange } from './messages/server-key-exchange.ts';

export type Side = 'client' | 'server';

export type TlsEvent = { from: Side; bytes: number; encrypted: boolean } & TlsContent;

export type TlsContent =
  /** `bytes` is the length of the body as announced. */
  | { kind: 'handshake'; name: string; content: HandshakeContent }
  | { kind: 'alert'; level: number; code: number }
  | { kind: 'application'; data: Buffer }
  | { kind: 'change_cipher_spec' }
  /** A record that no known key opens; `type` is the one outside. In TLS 1.3 that is 23 whatever is within. */
  | { kind: 'sealed'; type: number }
  /** Bytes that are no TLS record. */
  | { kind: 'clear'; data: Buffer }
  /** The stream ended within a record or a message. */
  | { kind: 'partial' }
  | { kind: 'other'; type: number };

export type HandshakeContent =
  /** `recordVersion`: of the record that it ended in; null in the format of SSL 2.0. */
  | { type: 'client_hello'; hello: ClientHello; whole: Buffer; recordVersion: number | null }
  | { type: 'server_hello'; hello: ServerHello }
  | { type: 'certificate'; chain: Buffer[] }
  | ({ type: 'server_key_exchange' } & ServerKeyExchange)
  | { type: 'certificate_request'; request: CertificateRequest }
  /** `proof`: whether the client's signature checks; null when it could not be checked, and for the server's. */
  | { type: 'certificate_verify'; scheme: number | null; proof: boolean | null }
  | { type: 'opaque' }
  | { type: 'malformed'; reason: string };
