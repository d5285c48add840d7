/**
 * The far end: a scripted SIP peer with media behind Kamailio that calls, or is called by, the device. Its SIP, SDP and
 * SRTP are the harness's own.
 */
import type { Call, Probe, SrtpPolicy } from '../evidence.ts';
import type { CallScriptName } from './call-scripts.ts';
import type { DeviceAct } from './device-act.ts';
import type { GatheredKeys, KeySeries } from './key-series.ts';
import type { Address } from '../lab/lab.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';

export interface FarEndOptions {
  proxy: Address;
  /** PEM of the authority that Kamailio's good certificate chains to. */
  anchor: string;
  serverName: string;
  domain: string;
  user: string;
  password: string;
  /** Address to receive media on and to write into SDP; 127.0.0.1 unless the device's media comes from elsewhere. */
  mediaAddress: string;
}

export interface Conversation {
  /** From the device's side: `outgoing` waits for its INVITE, `incoming` calls it. */
  direction: 'outgoing' | 'incoming';
  farPolicy: SrtpPolicy;
  devicePolicy: SrtpPolicy;
  /** User part of the device's address of record, for incoming calls. */
  deviceUser: string;
  /** What it offers and takes where its script does not say. */
  suites?: readonly SrtpSuite[];
  /** What it does otherwise than an honest far end. */
  script?: CallScriptName;
  /** Packets to wait for from the device before hanging up (about 20 is proof enough). */
  packets: number;
  /** What to send: probes whose payloads are looked for in the device's echo; a tone when left out. */
  probes?: readonly Probe['kind'][];
  /** How long an absence is waited for, ms. */
  window: number;
  /** After how long without media the device ends a call, ms; never when left out. */
  idleLimit?: number;
  /** Has the device do something while the call stands. Rejects only where the driver broke. */
  act: (act: DeviceAct) => Promise<void>;
}

export interface FarEndCall {
  call: Call;
  datagrams: RecordedDatagram[];
}

export interface FarEnd {
  /** Registers at the proxy; throws LabError when that fails. */
  start(): Promise<void>;
  /** Prepares for one call and resolves once it has ended or the window has passed. Never throws for what the device did. */
  converse(conversation: Conversation): Promise<FarEndCall>;
  /** Many calls without media, for the keys in them. Never throws for what the device did. */
  gatherKeys(series: KeySeries): Promise<GatheredKeys>;
  /** NSS key-log lines of its own TLS connections. */
  keyLog(): string;
  stop(): Promise<void>;
}
