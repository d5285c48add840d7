/** An established call, for a script that asks for more than media. Every method is a step of that name in the evidence. */
import type { SessionDescription } from '../wire/sdp/sdp.ts';
import type { CallScript } from './call-script.ts';
import type { DeviceAct } from './device-act.ts';
import type { OwnDescription } from './own-description.ts';
import type { MediaAct } from './stream-script.ts';

export type Fields = readonly (readonly [name: string, value: string])[];

export interface Talk {
  /** The far end's last description. */
  readonly own: OwnDescription;
  /** The device's description in force. */
  readonly theirs: SessionDescription | null;
  /** Whether the device called. */
  readonly called: boolean;
  /** Whether the call is over. Then every step ends at once. */
  readonly over: boolean;
  /** A second port of the far end, for another media line. */
  readonly sparePort: number;
  /**
   * A re-INVITE with that description, or without an offer; resolves with the status of the device, null when none came in
   * the window. What was agreed before stays where it is refused (RFC 3261 §14.1).
   */
  reinvite(step: string, describes: OwnDescription | string | null): Promise<number | null>;
  /** The same in an UPDATE (RFC 3311). */
  update(step: string, describes: OwnDescription | string): Promise<number | null>;
  /** Another request within the dialog, such as REFER or INFO; it has a Contact. */
  request(step: string, method: string, fields?: Fields, body?: string): Promise<number | null>;
  /** Waits for that many more packets of the device, or the window. */
  packets(step: string, count: number): Promise<void>;
  /**
   * Marks what it sends until so many marked packets have come back, or the window has passed: a device in media mode `echo`
   * shows by that what it has heard.
   */
  echo(step: string, count: number): Promise<void>;
  /** Does that to its media, to its end. */
  media(step: string, act: MediaAct): Promise<void>;
  /**
   * Waits for that many more reports of the device about what it received: about as long as RFC 3550 §6.2 and §6.3.1 let it
   * wait with one, or the window where that is longer.
   */
  reports(step: string, count: number): Promise<void>;
  /** Waits until so many keys of the device have come, by whatever way, or the window. */
  keys(step: string, count: number): Promise<void>;
  /** The device is told to do something by its driver, and has done it. */
  device(step: string, act: DeviceAct): Promise<void>;
  /** Listens through the whole window of silence, over the end of the call, too. */
  silence(step: string): Promise<void>;
  /**
   * Waits for a request of the device within the dialog, such as NOTIFY, or the window, which begins after the idle limit of
   * the device where it is waited for; whether it came.
   */
  heard(step: string, method: string, options?: { afterIdleLimit?: boolean }): Promise<boolean>;
  /** Takes the next call of the device to its end, as one of `legs`; false where none came in the window. */
  follow(step: string, script?: Pick<CallScript, 'describe' | 'suites'>): Promise<boolean>;
  /** Calls the device in place of this call (RFC 3891), to the end of that call, as one of `legs`. Its status. */
  replace(step: string, script?: Pick<CallScript, 'describe' | 'suites'>): Promise<number | null>;
  /** Refer-To of a transfer to the far end itself; attended: in place of a call that the far end has with itself (RFC 3891). */
  referTo(options?: { attended?: boolean }): string;
}
