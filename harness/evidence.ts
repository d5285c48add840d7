/**
 * Evidence: what was seen, as plain data. Every judge reads this and nothing else, so a stored run can be judged again
 * without the device. Times (`at`) are milliseconds after the attempt began; byte strings are lower-case hexadecimal
 * unless the name says base64. Nothing here holds a private key, a password or an SRTP key.
 */
import type { Survey } from './survey-facts.ts';
import type { SrtpSuite } from './wire/media/srtp-suites.ts';

/** The two things a SIP endpoint connects to. */
export type Service = 'sip' | 'provisioning';

/** M0 validation off, M1 on with factory authorities only, M2 on with the lab authority uploaded, M3 on with that very
 * self-signed certificate uploaded. */
export type TrustMode = 'M0' | 'M1' | 'M2' | 'M3';

export type SrtpPolicy = 'disabled' | 'optional' | 'mandatory';

export type TlsVersion = 'SSL 3.0' | 'TLS 1.0' | 'TLS 1.1' | 'TLS 1.2' | 'TLS 1.3';

/** The program that answered: third-party servers, or a scripted peer of the harness. */
export type Program = 'kamailio' | 'nginx' | 'registrar' | 'file-server' | 'scripted-tls' | 'closed-port';

export interface Evidence {
  schema: 1;
  dut: DutFacts;
  /** How the device was set up for this case. */
  settings: DeviceSettings;
  /** How long the bench waits for something to come, in ms (profile data); shorter where the device had closed, see `quiet`. */
  window: number;
  /** How long the device may take to give up a handshake that does not go on, ms (profile data); absent where unknown. */
  handshakeLimit?: number;
  /** After how long without media the device is to end a call where it is set to, ms (profile data). */
  idleLimit?: number;
  attempts: Attempt[];
  calls: (Call & { role: Role })[];
  /** Calls that were made for the sake of their keys; absent where none were. */
  keySeries?: KeySeriesFacts[];
  /** Of the bench to the device's own listener; absent where none was made. */
  visits?: (Visit & { role: Role })[];
  /** Surveys of the device's own listeners; absent where none was made. */
  surveys?: Survey[];
  /** What was done at the device's management interface meanwhile, in order; absent where nothing was. */
  actions?: Action[];
  /** What the device gave away at its management interface; absent where it was not asked. */
  downloads?: Download[];
  /** Faults of the bench itself; one is enough to make the verdict `error`. */
  benchFaults: BenchFault[];
}

/** A control is the good case that differs in the deviation alone; it brackets a case whose device did not connect. */
export type Role = 'case' | 'control-before' | 'control-after';

export interface DeviceSettings {
  trust: TrustMode;
  srtp: SrtpPolicy;
  /** The SRTP suites that it may use: one by name, or all that it has. */
  srtpSuite: 'all' | SrtpSuite;
  /**
   * `factory` is one that the lab has made as a factory would, `own` the one that the device came with. `other-mac` names
   * another unit; `other-authority` stands under one that the lab does not know.
   */
  deviceCertificate: 'factory' | 'own' | 'none' | 'expired' | 'other-mac' | 'other-authority' | 'self-signed';
  media: 'tone' | 'echo' | 'sink';
  /** What a device that checks revocation does where a status cannot be found out: accept (`soft`) or refuse (`hard`). */
  revocation: 'off' | 'soft' | 'hard';
  /** Its clock against the bench's, in seconds. */
  clock: number;
  /** Its own SIP listener over TLS, and whether it asks clients for a certificate; `off`: it has none. */
  listener: 'off' | 'optional' | 'required';
  /** Of its account; with `sips` it is to be reached by that alone (RFC 5630 §5.1.2). */
  scheme: 'sip' | 'sips';
  /**
   * In seconds. `keepAlive`: the longest wait between two keep-alives, where the server asks for no other (RFC 5626 §4.4.1).
   * `retry`: what its waits after failures are counted from, the "base-time" of RFC 5626 §4.5.
   */
  timings: { keepAlive: number; retry: number };
  /** Whether it ends a call in which nothing comes any more, after `Evidence.idleLimit`. */
  idleLimit: 'off' | 'on';
}

export interface DutFacts {
  name: string;
  version: string;
  driver: string;
  /** Frequency of the tone that the device plays in media mode `tone`; null when it plays none. */
  toneHz: number | null;
}

export interface BenchFault {
  code: string;
  message: string;
}

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

/** The keys of many calls, told without any of them. */
export interface KeySeriesFacts {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  /** Calls that were to be made, and those in which the device wrote a key. */
  asked: number;
  calls: number;
  keys: number;
  /** Told apart by their first 16 octets, over all suites. */
  distinct: number;
  /** Keys of the device that the far end had written. */
  ofFarEnd: number;
  suites: KeysOfSuite[];
}

export interface KeysOfSuite {
  suite: string;
  keys: number;
  distinctKeys: number;
  distinctSalts: number;
  /** Bits that are the same in every key and salt, at the same place. */
  constantBits: number;
  octets: number;
  /** How many values of an octet occur among them. */
  octetValues: number;
}

/** One request to the device's management interface. What the device said of it is no evidence for a pass. */
export interface Action {
  /** How many of `attempts` had ended before it: its place among them. */
  after: number;
  what:
    | 'trust.add'
    | 'trust.remove'
    | 'trust.list'
    | 'identity.set'
    | 'identity.restore'
    | 'reset'
    | 'clock'
    | 'validation'
    | 'restore';
  /** For the reader: `unknown-authority.pem (pem-crlf) into certs/trusted`. */
  about: string;
  /** `refused`: by the device, with its own words as reason. `failed`: it could not be done, the reason tells why. */
  said: 'done' | 'refused' | 'failed';
  reason?: string;
  /** Names, where the device was asked for a list. */
  listed?: string[];
  /** Of the device certificate that it puts in force; null where it can put none in force. */
  leafSha256?: string | null;
}

/** One thing that the device hands to whoever manages it: a configuration, a log, a support bundle. */
export interface Download {
  name: string;
  bytes: number;
  sha256: string;
  /** Private keys found in it, each in words; never the key itself. */
  privateKeys: string[];
  /** Keys of media found in it, in the same way; absent where the bench knew none. */
  mediaKeys?: string[];
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

/**
 * One connection of the bench to the device's own listener, where the device is the TLS server, with one SIP request over
 * it. What came of it is read from the wire.
 */
export interface Visit {
  /** ISO time of the start. */
  at: string;
  /** What the bench meant to show: `good`, the name of a fault, or null for no certificate at all. */
  presented: { certificate: string | null; leafSha256: string | null };
  /** SHA-256 of the client leaf that went over the wire; null where none did. */
  shown: string | null;
  request: { method: 'OPTIONS' | 'MESSAGE' | 'INVITE'; fromDomain: string };
  /** Where it came without TLS; absent: over TLS. */
  over?: 'udp' | 'tcp';
  /** How many slow clients stood beside it; absent: none were sent. */
  beside?: number;
  /** Start lines of what the device asked over the connection; absent where it was not listened for. */
  heard?: string[];
  /** Whether TCP came up; otherwise nothing listens there, and nothing can be said of the device's judgement. */
  reached: boolean;
  /** As the server selected them; null before a ServerHello. It is no proof that the server let the client in. */
  handshake: { version: TlsVersion; suite: string } | null;
  /** The device's chain, leaf first. */
  serverChain: CertificateFacts[];
  certificateRequested: boolean;
  /** The fatal alert of the device. */
  alert: { code: number; name: string } | null;
  /** The answer of the device to the request. */
  answer: { status: number; reason: string } | null;
  /** Whether the device closed the connection, before the bench did. */
  closed: boolean;
  /** Milliseconds from the start to the answer, the close, or the end of the window. */
  lasted: number;
}

/** One call between the device and the far end, as the far end saw it. */
export interface Call {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  devicePolicy: SrtpPolicy;
  farPolicy: SrtpPolicy;
  /** SDP with the keys of `inline:` masked; null when none came. */
  offer: Sdp | null;
  answer: Sdp | null;
  /** Final status of the INVITE and who gave it; null when none came in the window. */
  status: { code: number; by: 'device' | 'far-end' | 'proxy' } | null;
  ended: { by: 'device' | 'far-end' | 'none'; how: 'BYE' | 'CANCEL' | 'reject' | 'none'; at: number | null };
  /** From the device, counted from the first packet. */
  fromDevice: MediaCount;
  /** From the far end. `skipped`: sequence numbers that were never sent, as if lost; absent: none. */
  toDevice: { packets: number; skipped?: number };
  /** Recovered from the decrypted (or plain) audio of the device; null when too little came. */
  tone: { hz: number; share: number } | null;
  /** What the far end sent on purpose and what came back by echo. */
  probes: Probe[];
  packets: PacketFacts[];
  /** The ladder: SIP messages in order. */
  ladder: { at: number; from: 'device' | 'far-end' | 'proxy'; line: string }[];
  /** What the far end did otherwise than an honest one, by name; absent: nothing. */
  script?: string;
  /** Every session description in the order of the wire, whoever sent it. */
  descriptions: Description[];
  /** What the far end asked for and waited for while the call stood, in order. */
  steps: CallStep[];
  /** Packets of the device to a port of the far end that belongs to a line which was not taken. */
  elsewhere: number;
  /** RTCP of both sides, the first ones of each; absent: none was. */
  control?: ControlFacts[];
  /** Keys that were pressed at the device, in order; absent: none was. */
  keys?: KeyPress[];
  /** The device's ports after the call, and others of the same host that nobody should have; absent: not looked at. */
  afterwards?: { media: PortState; control: PortState; others: PortState[] };
  /** Further calls that this one led to: by a transfer, or in place of this one. */
  legs?: Call[];
  capture?: string;
}

/** One session description as it was sent, without its keys. */
export interface Description {
  at: number;
  from: 'device' | 'far-end';
  role: 'offer' | 'answer';
  /** The message that it stood in: `INVITE`, `re-INVITE`, `UPDATE`, `ACK`, or the status of a response: `183`, `200`. */
  in: string;
  /** Of the To of a response, where the far end answers as several (RFC 3261 §12.1.1); null in a request. */
  tag: string | null;
  /** Keys masked, at most 16 KiB. */
  text: string;
  /** Crypto lines of the session level, where RFC 4568 §4 has none. */
  sessionCrypto: CryptoLine[];
  media: MediaLine[];
}

export interface MediaLine {
  kind: string;
  /** 0 where it is refused. */
  port: number;
  profile: string;
  formats: string[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** At most 64. */
  crypto: CryptoLine[];
  /** Values of `a=crypto` lines without a tag or a suite, keys masked. */
  brokenCrypto: string[];
}

/** One `a=crypto` line (RFC 4568 §9.1). */
export interface CryptoLine {
  tag: number;
  suite: string;
  /** Null where the line breaks the grammar behind the suite. */
  keys: CryptoKeyFacts[] | null;
  parameters: string[];
}

export interface CryptoKeyFacts {
  octets: number;
  fingerprint: string;
  /** Whether its base64 is filled up with `=` where that is needed. */
  padded: boolean;
  lifetime: string | null;
  mki: { value: string; octets: number } | null;
}

/** A part of a call. What came before its first step is in none; all of it is in `fromDevice` of the call. */
export interface CallStep {
  name: string;
  at: number;
  /** What the far end asked for: `INVITE`, `REFER`, ...; null where it only waited. */
  asked: string | null;
  /** The final status of the device; null where none came in the window, or nothing was asked. */
  status: number | null;
  /** How long the step lasted, ms. */
  lasted: number;
  /** From the device meanwhile. `formerKey`: how many of `srtp` were under a key that it has given up since. */
  fromDevice: { srtp: number; plain: number; undecipherable: number; rtcp: number; formerKey: number };
  /** From the far end meanwhile. */
  toDevice: { packets: number };
  /** Packets that the far end marked meanwhile, and how many came back in what the device sent; absent: none was. */
  echoes?: { sent: number; heard: number };
}

export interface Sdp {
  text: string;
  profile: string;
  port: number;
  crypto: { tag: number; suite: string; keyOctets: number | null; keyFingerprint: string | null }[];
}

export interface MediaCount {
  /** Authenticated and decrypted with the keys of the SDP. */
  srtp: number;
  /** Valid RTP in clear: its payload type was negotiated and it does not authenticate. */
  plain: number;
  /** Neither: authentication failed and it cannot be plain audio. */
  undecipherable: number;
  rtcp: number;
  firstAt: number | null;
}

/** One RTCP packet of a call. */
export interface ControlFacts {
  at: number;
  from: 'device' | 'far-end';
  bytes: number;
  /** `srtcp` authenticates with the keys of the SDP, `replayed` does so under an index that was there before. */
  kind: 'srtcp' | 'replayed' | 'plain' | 'undecipherable';
  /** Over the port of RTP (RFC 5761). */
  multiplexed: boolean;
  /** Of SRTCP of the device; null otherwise. */
  index: number | null;
  /** Its E flag (RFC 3711 §3.4); null where there is no index. */
  encrypted: boolean | null;
  /** Packet types of the compound, in order; empty where it could not be read. */
  types: number[];
  /** The middle 32 bits of the NTP time of its sender report; null for none. */
  report: number | null;
  /** What it tells of the other side: by source, packets lost, highest sequence number, and the last sender report. */
  heard: { ssrc: number; lost: number; highest: number; report: number }[];
  /** What the far end sent it for. */
  purpose?: string;
}

/** A key that was pressed at the device, once. */
export interface KeyPress {
  key: string;
  /** Inside SRTP, in clear RTP, or in an INFO. */
  by: 'srtp' | 'plain' | 'info';
}

/** `closed`: refused by ICMP. `silent`: no answer, which is an open port where others nearby are `closed`. */
export type PortState = 'closed' | 'silent';

/** A packet of the far end whose echo is looked for: it is due, or must not come. */
export interface Probe {
  /**
   * - `bit-flip`, `header-flip`, `tag-flip`: one bit of the payload, the timestamp, the tag is another one.
   * - `replay`: sent a second time; `old-replay`: more than 64 packets later.
   * - `plain`: in clear; `stranger`: in clear from another port.
   * - `late`: overtaken by two packets; `very-late`: more than 60 numbers behind.
   */
  kind:
    | 'good'
    | 'bit-flip'
    | 'header-flip'
    | 'tag-flip'
    | 'replay'
    | 'old-replay'
    | 'plain'
    | 'stranger'
    | 'late'
    | 'very-late';
  /** RTP sequence number it was sent with. */
  sequence: number;
  /** How often its payload came back in the device's authenticated echo. */
  echoed: number;
}

export interface PacketFacts {
  at: number;
  from: 'device' | 'far-end';
  bytes: number;
  ssrc: number;
  sequence: number;
  timestamp: number;
  payloadType: number;
  kind: 'srtp' | 'plain' | 'undecipherable' | 'rtcp';
}
