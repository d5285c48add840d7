/** One call between the device and the far end, as plain data: it stands in a case and travels to the bench. */
import type { DeviceSettings, Probe, SrtpPolicy } from '../evidence.ts';
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';
import type { CallScriptName } from './call-scripts.ts';

/** Many calls without media, for the sake of the keys in them. */
export interface KeySeriesPlan {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  calls: number;
}

export interface CallPlan {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  /** How the device is set. */
  device: SrtpPolicy;
  /** The only SRTP suite that the device is set to; all that it has when left out. */
  suite?: SrtpSuite;
  /** What the device plays; a tone when left out. */
  media?: DeviceSettings['media'];
  /** Whether the device ends a call in which nothing comes any more. */
  idleLimit?: DeviceSettings['idleLimit'];
  /** The sequence number that the RTP of the device begins with; its own choice when left out. */
  firstSequence?: DeviceSettings['firstSequence'];
  /** Packets that the device says its keys are for; its own choice when left out. */
  keyLifetime?: DeviceSettings['keyLifetime'];
  /** How the far end is set; as the device when left out. */
  far?: SrtpPolicy;
  /** What the far end does otherwise than an honest one. */
  script?: CallScriptName;
  /** Packets of the device to wait for; the profile's number when left out. */
  packets?: number;
  /** Nobody answers at the device: it rings until the caller gives up. */
  rings?: true;
  /** How many such calls are held, one behind the other; one when left out. */
  times?: number;
  /** What the far end sends on purpose, looked for in the device's echo. */
  probes?: readonly Probe['kind'][];
}
