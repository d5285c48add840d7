/**
 * The driver contract: the hands on a DUT. A driver is an object with these methods inside the harness, or any program
 * that speaks the same messages as JSON lines (see docs/drivers.md); both answer the same honesty probe.
 */
import type { SrtpPolicy } from '../evidence.ts';

export const capabilities = [
  'register',
  'provision',
  'call',
  'trust-store',
  'device-certificate',
  'srtp',
  'media-echo',
  'media-tone',
  'digest',
  'digest-sha-256',
  'factory-authority',
  'flaws',
  'trust-files',
  'trust-limit',
  'clock',
  'factory-reset',
  'reboot',
  'identity-upload',
  'revocation',
  'tls-listener',
  'web-listener',
  'ip-target',
  'srv',
  'outbound-proxy',
  'download',
  'own-file',
  'second-unit',
  'sips',
  'naptr',
  'hold',
  'transfer',
  'osrtp',
  'dtmf',
  'outbound',
  'timings',
  'srtp-suites',
  'idle-limit',
  'ring',
  'media-sink',
  'srtp-gcm',
  'first-sequence',
  'key-lifetime',
  'tcp-account',
] as const;
/**
 * What a device can do through its driver. An undeclared capability gives not-applicable; a declared one the device
 * lacks gives fail.
 * - `factory-authority`: trusts the lab's factory authority from the start.
 * - `flaws`: does things wrongly on request, as only the bundled endpoint does.
 * - `trust-files`: `trust.add` takes raw files and folders, and refuses what it does not take with a sentence.
 * - `trust-limit`: the trust list has a documented number of entries and refuses more.
 * - `clock`: its time can be set.
 * - `identity-upload`: `identity.set` takes any certificate and key, and `identity.restore` goes back to the factory's.
 * - `revocation`: checks CRLs, OCSP and stapled responses as `configure` says.
 * - `tls-listener`: listens for SIP over TLS.
 * - `web-listener`: has a web interface over HTTPS.
 * - `digest-sha-256`: answers challenges for the password of its account with SHA-256 (RFC 8760).
 * - `ip-target`: can be pointed at an IP address in place of a name.
 * - `srv`: finds the server of a domain by SRV records.
 * - `outbound-proxy`: `servers.sip.host` may be another name than the domain of the account.
 * - `own-file`: where the provisioning URL ends in `/`, it asks there for the file that is named by its MAC.
 * - `download`: what the device hands to whoever manages it can be fetched.
 * - `second-unit`: a second driver brings up another unit of the product, with a MAC and a factory certificate of its own.
 * - `sips`: its account can be one of sips:.
 * - `tcp-account`: its account can be one over TCP without TLS; what it refuses of that, it says.
 * - `naptr`: asks for the NAPTR records of a domain before it asks for SRV records.
 * - `outbound`: registers as RFC 5626 says.
 * - `timings`: its keep-alives, and what its waits after failures are counted from, can be set.
 * - `idle-limit`: ends calls in which nothing comes any more, after the time of the profile (`idleLimit`).
 * - `ring`: lets calls ring where it is told not to answer by itself.
 * - `media-sink`: can have nothing to say in a call: media mode `sink`.
 * - `srtp-suites`: can be told which SRTP suite to use.
 * - `srtp-gcm`: has AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714).
 * - `first-sequence`: can be told with which sequence number the RTP of its calls begins, as a build for the bench can.
 * - `key-lifetime`: can be told what lifetime its crypto lines say, as a build for the bench can.
 * - `hold`: puts a call on hold and takes it up again.
 * - `transfer`: calls whom the other side of a call names (REFER), and lets a call take the place of another (Replaces).
 * - `osrtp`: its optional encryption is RTP/AVP with crypto lines (RFC 8643).
 * - `dtmf`: presses keys in a call.
 */
export type Capability = (typeof capabilities)[number];

export interface Hello {
  protocol: 1;
  name: string;
  version: string;
  capabilities: Capability[];
}

export interface Account {
  /** The SIP domain, which is also the host of the registrar: `sip.lab.test`. */
  domain: string;
  user: string;
  password: string;
  /** Whose challenges the password answers (RFC 3261 §22.1), for devices that can be told. */
  realm?: string;
  displayName?: string;
}

export interface Configure {
  account?: Account;
  servers?: {
    /** `tcp`: without TLS. MethodError `invalid` where the device refuses it, in its own words. */
    sip?: { host: string; port: number; transport: 'tls' | 'tcp' };
    provisioning?: { url: string; username?: string; password?: string };
  };
  /** Name to address, for devices that take a hosts table instead of a DNS server. */
  hosts?: Record<string, string>;
  dns?: { address: string; port: number };
  tls?: {
    validate: boolean;
    /** `soft`: a status that cannot be found out is accepted; `hard`: refused. */
    revocation?: 'off' | 'soft' | 'hard';
  };
  /** `suites` by their SDP names; empty: all that the device has. `keyLifetime`: packets; null: its own choice. */
  srtp?: { policy: SrtpPolicy; suites?: string[]; keyLifetime?: number | null };
  /** Of its calls from then on: the sequence number that they begin with; null: its own choice. */
  rtp?: { firstSequence: number | null };
  /**
   * Seconds; `keepAlive` and `retry` as in DeviceSettings, fractions among them. `idle`: a call in which nothing comes for so
   * many is ended; 0: none is.
   */
  timings?: { idle?: number; registerExpires?: number; keepAlive?: number; retry?: number };
  /** Of the account's address and Contact; with `sips` the device is to be reached by that alone. */
  scheme?: 'sip' | 'sips';
  /** The device's own SIP listener over TLS, and whether it asks clients for a certificate; null: it has none. */
  listener?: { requireClientCertificate: 'off' | 'optional' | 'required' } | null;
  /** `srv`: the server is found by what DNS says of the account's domain (RFC 3263 §4), and `servers.sip` waits, host and
   * port, until `host` is said again. */
  locate?: 'host' | 'srv';
  /** Settings that only this driver knows: the bundled endpoint takes `{ flaws: string[] }`. */
  vendor?: Record<string, unknown>;
}

export interface AttemptResult {
  outcome: 'accepted' | 'refused' | 'failed' | 'timeout';
  reason?: string;
}

/** `certs/trusted` holds what is trusted; `certs` the device's own certificate, and nothing in it is trusted. */
export type TrustFolder = 'certs/trusted' | 'certs';

export interface Methods {
  configure: { params: Configure; result: Record<string, never> };
  /** Exactly one of `pem` and `contentBase64`; the device's refusal is MethodError `invalid` with its sentence. */
  'trust.add': {
    params: { name: string; pem?: string; contentBase64?: string; folder?: TrustFolder };
    result: Record<string, never>;
  };
  'trust.remove': { params: { name: string; folder?: TrustFolder }; result: Record<string, never> };
  'trust.list': { params: { folder?: TrustFolder }; result: { names: string[] } };
  /** A refusal as for `trust.add`; the certificate before it is then still in force. */
  'identity.set': { params: { chainPem: string; keyPem: string }; result: Record<string, never> };
  /** Back to the factory's certificate, by taking the uploaded one away. */
  'identity.restore': { params: Record<string, never>; result: Record<string, never> };
  'identity.clear': { params: Record<string, never>; result: Record<string, never> };
  /** Attempts now and forgets back-off; resolves when the attempt ends, however it ends. */
  provision: { params: Record<string, never>; result: AttemptResult };
  connect: { params: Record<string, never>; result: AttemptResult };
  register: { params: Record<string, never>; result: AttemptResult };
  unregister: { params: Record<string, never>; result: AttemptResult };
  /** Resolves when the call is answered or has failed. */
  call: {
    params: { to: string };
    result: { outcome: 'established' | 'failed'; call?: string; code?: number; reason?: string };
  };
  /** Whether incoming calls are answered by themselves. */
  answer: { params: { automatic: boolean }; result: Record<string, never> };
  hangup: { params: { call?: string }; result: Record<string, never> };
  /** Puts the call on hold, or takes it up again; resolves when the peer has agreed or refused. */
  hold: { params: { held: boolean; call?: string }; result: Record<string, never> };
  /** Presses keys of 0-9, *, #, A-D in the call, one after another. */
  dtmf: { params: { digits: string; call?: string }; result: Record<string, never> };
  media: { params: { mode: 'tone' | 'echo' | 'sink' }; result: Record<string, never> };
  /** All that the device hands to whoever manages it: configuration, logs, support bundle, each as it is. */
  download: { params: Record<string, never>; result: { files: { name: string; contentBase64: string }[] } };
  stats: { params: Record<string, never>; result: Record<string, unknown> };
  /** Where the device's own SIP listener (`listener`) and its web interface (`web`) are to be reached; null or absent: it
   * is closed. */
  state: {
    params: Record<string, never>;
    result: {
      listener?: { host: string; port: number } | null;
      web?: { host: string; port: number } | null;
      [fact: string]: unknown;
    };
  };
  /** `reboot` and `factory` resolve when the device can be managed again. */
  reset: { params: { kind: 'soft' | 'factory' | 'reboot' }; result: Record<string, never> };
  /** The device's time is that of this machine plus the offset, until it is set again. */
  clock: { params: { offsetSeconds: number }; result: Record<string, never> };
  version: { params: Record<string, never>; result: { name: string; version: string } };
  shutdown: { params: Record<string, never>; result: Record<string, never> };
}

export type MethodName = keyof Methods;

export type FailureKind = 'unsupported' | 'invalid' | 'failed' | 'timeout' | 'crashed';

/** An `error` answer. `unsupported` and `invalid` are answers; the others are the driver's or the bench's trouble. */
export class MethodError extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind, message: string) {
    super(message);
    this.name = 'MethodError';
    this.kind = kind;
  }
}

export interface DriverEvent {
  kind: 'registration' | 'call' | 'media' | 'log';
  [detail: string]: unknown;
}

export interface Driver {
  /** Starts the device's process or connects to it; MUST have resolved before any request. */
  hello(): Promise<Hello>;
  /** Rejects with MethodError; a nonsense method MUST be rejected as `unsupported`. */
  request<M extends MethodName>(
    method: M,
    params: Methods[M]['params'],
    deadlineMs?: number,
  ): Promise<Methods[M]['result']>;
  onEvent(listener: (event: DriverEvent) => void): void;
  /** The last lines of the device's or driver's own log, for bench errors. */
  log(): readonly string[];
  /** Ends all its processes; MUST resolve within 5 s. */
  close(): Promise<void>;
}
