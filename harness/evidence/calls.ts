/** Calls between the device and the far end. */
import type { ControlFacts, KeyUse, MediaCount, PacketFacts, Probe } from './media.ts';
import type { Description, Sdp } from './session-descriptions.ts';
import type { SrtpPolicy } from './settings.ts';

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
  /** The keys of the device that packets came under, in order; absent: under none. */
  deviceKeys?: KeyUse[];
  /** Keys that were pressed at the device, in order; absent: none was. */
  keys?: KeyPress[];
  /** The device's ports after the call, and others of the same host that nobody should have; absent: not looked at. */
  afterwards?: { media: PortState; control: PortState; others: PortState[] };
  /** Further calls that this one led to: by a transfer, or in place of this one. */
  legs?: Call[];
  capture?: string;
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

/** A key that was pressed at the device, once. */
export interface KeyPress {
  key: string;
  /** Inside SRTP, in clear RTP, or in an INFO. */
  by: 'srtp' | 'plain' | 'info';
}

/** `closed`: refused by ICMP. `silent`: no answer, which is an open port where others nearby are `closed`. */
export type PortState = 'closed' | 'silent';
