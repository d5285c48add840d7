/**
 * The lab as the bench sees it: servers behind addresses. One lab belongs to one slot of a run. Everything listens on
 * loopback (or on ports published to it) and nothing here knows of the device.
 */
import type { Lookup, Program, Service } from '../evidence.ts';
import type { Pki } from '../pki/pki.ts';
import type { ScriptState } from './peers/secure-connection.ts';
import type { Presentation } from './presentation.ts';

export interface Address {
  host: string;
  port: number;
}

/** One address with one TLS profile. */
export interface Listener {
  /** `kamailio/expired`, `nginx/tls-1.0`, `registrar` */
  name: string;
  program: Program;
  service: Service;
  /** Null for a port that must be closed. */
  address: Address | null;
  /** SHA-256 of the leaf that this presentation serves, or null where no certificate is served. */
  leafSha256: string | null;
  /** The same of a renegotiation, where that shows another one. */
  renegotiatedLeafSha256?: string | null;
  /** What is done beside answering the device; absent: nothing. */
  script?: ScriptState;
}

export interface LabOptions {
  runtime: 'containers' | 'local';
  slot: number;
  pki: Pki;
  /** Folder for generated configuration and logs of this lab. */
  folder: string;
  /** The stable addresses that the device sees; Kamailio advertises the SIP one. */
  fronts: Fronts;
  /** The tap's witness ports, which nothing secure uses: `redirect-to-http` sends the device to the HTTP one. */
  clear: { sip: Address; http: Address };
  /** Address where the SIP front answers at port 5061; absent or null: none. */
  standardHost?: string | null;
  accounts: LabAccount[];
  files: ProvisioningFile[];
  /** Where a relay of media takes commands, in the local runtime: Kamailio leads the media of all calls through it. */
  mediaRelay?: Address;
  /** Asked for by `basic` and `digest` of the provisioning servers. */
  credentials: { username: string; password: string };
  /** The profile's window of silence, ms, for scripts; a second when left out. */
  window?: number;
}

export interface Fronts {
  sip: Address;
  provisioning: Address;
}

export interface LabAccount {
  user: string;
  password: string;
}

export interface ProvisioningFile {
  path: string;
  body: string;
}

export const domain = 'lab.test';
/** SIP domain and registrar host. */
export const sipHost = 'sip.lab.test';
/** Where the SRV record of the domain leads (RFC 3263 §4.2): the SIP front under another name. */
export const srvTargetHost = 'proxy1.lab.test';
/** A domain whose NAPTR records name SIP over TCP first and SIP over TLS behind it; neither SRV record has the usual name. */
export const naptrDomain = 'naptr.lab.test';
/** A domain with SRV records for SIP over TCP and for SIP over TLS, and no NAPTR record. */
export const twoServicesDomain = 'services.lab.test';
/** A domain with an address and no record of a service: whoever goes there goes by the default port. */
export const bareDomain = 'bare.lab.test';
/** A domain whose DNS somebody has changed: its SRV record leads to a host of his own. */
export const hijackedDomain = 'hijacked.lab.test';
/** The domain of that host; its names are the loopback address too. */
export const attackerDomain = 'attacker.test';
export const attackerHost = `proxy.${attackerDomain}`;
/** A domain with two servers by its SRV records, at the first of which nobody answers. */
export const failoverDomain = 'failover.lab.test';
/** Host of the HTTPS provisioning server. */
export const provisioningHost = 'prov.lab.test';
/** Where `redirect-to-other-host` leads: the same server under a name that is not in its certificate. */
export const otherProvisioningHost = 'other.lab.test';

export interface Lab {
  readonly runtime: 'containers' | 'local';
  /** Milliseconds from the start until every listener answered. */
  readonly readyAfter: number;
  /** The DNS server that resolves all names of the lab to the loopback address. */
  readonly dns: Address;
  /** Prepares a listener for a presentation; the listener serves exactly that from the next connection on.
   * Throws LabError where no program can. */
  listenerFor(service: Service, presentation: Presentation): Promise<Listener>;
  /** NSS key-log lines that the servers have written so far, all programs together. */
  keyLog(): string;
  /** Lines that the program has written since the mark (a number from `mark()`); its own words about a connection. */
  witness(program: Program, since: number): string[];
  /** What its DNS server has been asked since the mark, in order. */
  lookups(since: number): Lookup[];
  mark(): number;
  /** Drops every registration binding. */
  forgetBindings(): Promise<void>;
  /** Problems seen since the start: a program that died, a log line at level error. Programs that died are started again. */
  faults(): { code: string; message: string }[];
  /** Direct address of Kamailio's plain good listener for the far end, and its trust anchor. */
  readonly farEndProxy: Address;
  /** Versions of the programs, for the report. */
  readonly versions: Record<string, string>;
  stop(): Promise<void>;
}
