/** How the far end answers an INVITE of the device, for a script that does not answer 200 at once. */
import type { OwnDescription } from './own-description.ts';

export interface Answering {
  /** A provisional response, with its description where one is given; `tag` is the fork's (RFC 3261 §12.1.1). */
  progress(status: number, options?: { describes?: true | OwnDescription; tag?: string }): void;
  /** 200 with its description; media begins. The fork of that tag where one is named. */
  accept(options?: { describes?: OwnDescription; tag?: string }): void;
  refuse(status: number, reason: string, fields?: readonly (readonly [string, string])[]): void;
  /** Waits until so many packets of the device have come, or the window has passed. */
  packets(count: number): Promise<void>;
}
