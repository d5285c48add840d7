/**
 * Evidence: what was seen, as plain data. Every judge reads this and nothing else, so a stored run can be judged again
 * without the device. Times (`at`) are milliseconds after the attempt began; byte strings are lower-case hexadecimal
 * unless the name says base64. Nothing here holds a private key, a password or an SRTP key.
 */
import type { Attempt, Role } from './evidence/attempts.ts';
import type { Call } from './evidence/calls.ts';
import type { KeySeriesFacts } from './evidence/key-series.ts';
import type { Action, Download } from './evidence/management.ts';
import type { DeviceSettings } from './evidence/settings.ts';
import type { Visit } from './evidence/visits.ts';
import type { Survey } from './survey-facts.ts';

export type * from './evidence/attempts.ts';
export type * from './evidence/calls.ts';
export type * from './evidence/connections.ts';
export type * from './evidence/key-series.ts';
export type * from './evidence/management.ts';
export type * from './evidence/media.ts';
export type * from './evidence/session-descriptions.ts';
export type * from './evidence/settings.ts';
export type * from './evidence/visits.ts';

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
