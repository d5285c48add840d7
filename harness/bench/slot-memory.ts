/** What a slot keeps from one test to the next, so that nothing is shown twice of a device that is set up in the same way. */
import type { Evidence } from '../evidence.ts';
import type { Survey } from '../survey-facts.ts';
import type { RecordedConnection } from '../tap/tap.ts';
import type { Recorded } from './attempt.ts';

export class SlotMemory {
  /** The last control that held, by its class; it also serves as the "before" of the next case of that class. */
  readonly controls = new Map<string, Recorded>();
  /** The same of calls. */
  readonly calls = new Map<string, Evidence['calls'][number]>();
  /** Of the whole run: what a hello says follows from the settings and flaws of the device. */
  readonly greetings = new Map<string, Recorded[]>();
  /** Of the whole run: what a listener speaks follows from the same. */
  readonly surveys = new Map<string, Survey>();
  /** The registration that calls go over: its connections, and how many faults the lab had before it. */
  registration: { connections: readonly RecordedConnection[]; labFaults: number } = { connections: [], labFaults: 0 };

  /** The device was changed: what held before held under other conditions. */
  forgetControls(): void {
    this.controls.clear();
    this.calls.clear();
  }
}
