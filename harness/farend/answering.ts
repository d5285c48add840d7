/** How the far end answers an INVITE of the device, for a script that does not answer 200 at once. */
import type { OwnDescription } from './own-description.ts';

export interface Answering {
  /**
   * A provisional response; with its description where one is given or `true`, and its media begins. `tag` makes it that of
   * another fork (RFC 3261 §12.1.1), which has keys and a stream of its own.
   */
  progress(status: number, options?: { describes?: true | OwnDescription | string; tag?: string }): void;
  /** 200 with its description, which is the one of its 183 where that had one; media begins. Of that fork where named. */
  accept(options?: { describes?: OwnDescription | string; tag?: string }): void;
  refuse(status: number, reason: string, fields?: readonly (readonly [string, string])[]): void;
  /** Waits until so many more packets of the device have come, or the window has passed. A step of its own in the evidence. */
  packets(step: string, count: number): Promise<void>;
  /** Marks what it sends until so many marked packets have come back, or the window has passed. A step in the evidence. */
  echo(step: string, count: number): Promise<void>;
  /** Listens through the whole window. A step of its own in the evidence. */
  silence(step: string): Promise<void>;
}
