/** TLS connections, as read from the wire. */
import type { Service } from './attempts.ts';
import type { CryptoLine } from './session-descriptions.ts';

export interface Connection {
  openedAt: number;
  /** Which of the stable fronts it came in by. */
  front: Service;
  /** In wire order. */
  messages: TlsMessage[];
  hello: ClientHelloFacts | null;
  negotiated: { version: TlsVersion; suite: string } | null;
  /** What the lab's key exchange was over and signed with, by name, as far as it was seen. */
  keyExchange?: { group: string | null; scheme: string | null };
  /** The certificate chain read from the wire, leaf first; empty when none was sent or it could not be read. */
  serverChain: CertificateFacts[];
  /** What the lab showed in a renegotiation up to TLS 1.2, the last one, leaf first; absent where it showed nothing. */
  renegotiatedChain?: CertificateFacts[];
  /** The client's Certificate message: null when there was none; an empty list is an empty message. */
  clientChain: CertificateFacts[] | null;
  /** Whether CertificateVerify came and checked against the client's leaf; null when there was none. */
  clientProof: 'valid' | 'invalid' | null;
  certificateRequested: boolean;
  alerts: Alert[];
  /** Application data, decrypted where the secrets are known. */
  application: ApplicationData[];
  /** Application-data records (TLS) from the device that could not be read; 0 when everything was. */
  unreadable: { fromDevice: number; fromLab: number };
  closed: { by: 'device' | 'lab' | 'open'; how: 'fin' | 'rst' | 'none'; at: number | null };
}

export type TlsVersion = 'SSL 3.0' | 'TLS 1.0' | 'TLS 1.1' | 'TLS 1.2' | 'TLS 1.3';

export interface TlsMessage {
  at: number;
  from: 'device' | 'lab';
  /** `client_hello`, `server_hello`, `certificate`, `change_cipher_spec`, `application_data`, `alert`, ... */
  type: string;
  bytes: number;
  encrypted: boolean;
  /** For the reader: suite, number of certificates, alert name, first line. */
  detail?: string;
}

/** A ClientHello as it was sent: names in the order of the wire, GREASE values among them. */
export interface ClientHelloFacts {
  /** `sslv2`: the hello has the format of SSL 2.0, whatever version it asks for. */
  format: 'tls' | 'sslv2';
  /** Of the record that it came in; null in the format of SSL 2.0, which has none. */
  recordVersion: string | null;
  legacyVersion: string;
  /** supported_versions, or the version of the hello itself where it has no such extension. */
  versions: string[];
  random: string;
  sessionIdOctets: number;
  suites: string[];
  groups: string[];
  /** Groups that a share was sent for, in order. */
  keyShares: string[];
  signatureSchemes: string[];
  /** signature_algorithms_cert; null where the hello has no such extension. */
  certificateSchemes: string[] | null;
  /** By name; null where the hello has no such extension. */
  pointFormats: string[] | null;
  pskModes: string[];
  serverName: string | null;
  alpn: string[];
  /** Duplicates kept. */
  extensions: string[];
  /** Extensions above whose content does not have its shape, so that nothing of it stands here. */
  unreadable: string[];
  compression: number[];
  /** Octets of the padding extension; null where there is none. */
  padding: number | null;
  /** Octets of the message with its header. */
  bytes: number;
  sha256: string;
  /** Fingerprints: the same in every hello of one TLS stack with the same settings. */
  ja3: string;
  ja4: string;
}

export interface CertificateFacts {
  sha256: string;
  subject: string;
  issuer: string;
  notBefore: string;
  notAfter: string;
  names: string[];
  key: string;
  /** Of SubjectPublicKeyInfo; null where it cannot be read. */
  keySha256: string | null;
  signature: string;
  /** Whether basicConstraints makes it an authority. */
  authority: boolean;
  /** Extended key usages by name, or dotted; null: it has no such extension, so none is excluded. */
  purposes: string[] | null;
  /** How notAfter is coded; null where that cannot be read. */
  endCoding: 'UTCTime' | 'GeneralizedTime' | null;
}

export interface Alert {
  at: number;
  from: 'device' | 'lab';
  level: 'warning' | 'fatal';
  code: number;
  name: string;
  encrypted: boolean;
}

export interface ApplicationData {
  at: number;
  from: 'device' | 'lab';
  bytes: number;
  /** `SIP REGISTER`, `SIP 401`, `HTTP GET`, `HTTP 200`, or `unknown`. */
  kind: string;
  /** Text with secrets masked, at most 4 KiB; absent when it could not be decrypted. */
  text?: string;
  /** The crypto lines of a SIP message, the whole of it as far as 16 KiB; absent: it has none. */
  crypto?: CryptoLine[];
}
