/**
 * An established call, for a script that asks for more than media. Every method is a step of that name in the evidence, and
 * ends at once where the call is over.
 */
import type { CallScript } from './call-script.ts';
import type { DeviceAct } from './device-act.ts';
import type { OwnDescription } from './own-description.ts';
import type { MediaAct } from './stream-script.ts';

export type Fields = readonly (readonly [name: string, value: string])[];

export interface Talk {
  /** The far end's last description. */
  readonly own: OwnDescription;
  /** A second port of the far end, for another media line. */
  readonly sparePort: number;
  /**
   * A re-INVITE with that description, or without an offer. What was agreed before stays where it is refused (RFC 3261
   * §14.1).
   */
  reinvite(step: string, describes: OwnDescription | null): Promise<void>;
  /** Another request within the dialog, such as REFER or OPTIONS; it has a Contact. */
  request(step: string, method: string, fields?: Fields): Promise<void>;
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
   * the device where it is waited for.
   */
  heard(step: string, method: string, options?: { afterIdleLimit?: boolean }): Promise<void>;
  /** Takes the next call of the device to its end, as one of `legs`, or waits for it through the window. */
  follow(step: string): Promise<void>;
  /** Calls the device in place of this call (RFC 3891), to the end of that call, as one of `legs`. */
  replace(step: string, script?: Pick<CallScript, 'describe'>): Promise<void>;
  /** Refer-To of a transfer to the far end itself; attended: in place of a call that the far end has with itself (RFC 3891). */
  referTo(options?: { attended?: boolean }): string;
}
