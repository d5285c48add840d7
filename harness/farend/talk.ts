/** An established call, for a script that asks for more than media. */
import type { OwnDescription } from './own-description.ts';

export interface Talk {
  /** The far end's description in force. */
  readonly own: OwnDescription;
  /** Whether the device called. */
  readonly called: boolean;
  /**
   * A re-INVITE with that description, or without an offer; resolves with the status of the device, null when none came in
   * the window. What was agreed before stays where it is refused (RFC 3261 §14.1). Its name is the step's in the evidence.
   */
  reinvite(step: string, describes: OwnDescription | null): Promise<number | null>;
  /** Another request within the dialog, such as REFER or INFO. */
  request(
    step: string,
    method: string,
    fields?: readonly (readonly [string, string])[],
    body?: string,
  ): Promise<number | null>;
  /** Waits for that many more packets of the device, or the window. A step of its own in the evidence. */
  packets(step: string, count: number): Promise<void>;
  /** Listens through the whole window of silence. */
  silence(step: string): Promise<void>;
}
