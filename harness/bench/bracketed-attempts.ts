/** The attempts of one test: the case between two controls, and what becomes of it afterwards. */
import { BenchError } from '../errors.ts';
import type { DeviceSettings, Role, Service } from '../evidence.ts';
import { accepted, controlHeld } from '../judge/bench-part.ts';
import { controlOf, type Presentation } from '../lab/presentation.ts';
import { attempt, untilQuiet, type Beginning, type Recorded, type Surroundings } from './attempt.ts';
import type { DeviceSetup } from './device-setup.ts';
import { dial, type Dialled } from './dialling.ts';
import { greetings } from './greeting.ts';
import { saidOf } from './management.ts';
import type { Arrangement } from './protocol.ts';
import type { SlotMemory } from './slot-memory.ts';
import type { TestRecord } from './test-record.ts';

export interface AttemptParts extends Surroundings {
  setup: DeviceSetup;
}

export class BracketedAttempts {
  readonly #parts: AttemptParts;
  readonly #settings: DeviceSettings;
  readonly #flaws: string[];
  readonly #record: TestRecord;
  readonly #memory: SlotMemory;
  /** What this test has prepared the device for: what it changes afterwards by itself is left as it is. */
  readonly #prepared = new Set<string>();
  /** What was presented to this test and accepted. */
  readonly #accepted = new Set<string>();
  #last: Recorded | null = null;

  constructor(parts: AttemptParts, { settings, flaws }: Arrangement, record: TestRecord, memory: SlotMemory) {
    this.#parts = parts;
    this.#settings = settings;
    this.#flaws = flaws;
    this.#record = record;
    this.#memory = memory;
  }

  /** The attempt of the case, with its controls. */
  async meet(service: Service, presentation: Presentation, beginning?: Beginning): Promise<void> {
    const { controls } = this.#memory;
    const purpose = JSON.stringify([service, presentation]);
    // What was accepted in this test and is refused now had its trust withdrawn: its control is itself, trusted.
    const withdrawn = this.#accepted.has(purpose);
    const { managed } = this.#record;
    const control = withdrawn && !managed ? presentation : controlOf(service, presentation, this.#settings.trust);
    const name = JSON.stringify([service, control]);
    if (!this.#prepared.has(purpose)) await this.prepare(service, presentation, control);
    this.#prepared.add(purpose);
    if (!this.#record.attempts.some((one) => one.role !== 'case' && one.service === service)) {
      const held = controls.get(name) ?? (await this.attempt(service, control, 'control-before'));
      this.#record.keep(held, 'control-before');
      if (controlHeld(held.attempt)) controls.set(name, held);
    }
    const recorded = await this.attempt(service, presentation, 'case', beginning);
    this.#record.keep(recorded, 'case');
    this.#last = recorded;
    if (controlHeld(recorded.attempt)) return void this.#accepted.add(purpose);
    // A case that is the good one has nothing to be compared with but itself, on a device as it was before.
    if (managed && (presentation.certificate ?? 'good') === control.certificate) await this.#restore();
    await this.prepare(service, presentation, control);
    const after = await this.attempt(service, control, 'control-after');
    this.#record.keep(after, 'control-after');
    if (controlHeld(after.attempt)) controls.set(name, after);
    else controls.delete(name);
  }

  /** The case between two controls of its own, the device being told to call in each of them where that is `dialled`. */
  async meetAlike(service: Service, presentation: Presentation, dialled: Dialled | null): Promise<void> {
    const control = controlOf(service, presentation, this.#settings.trust);
    await this.prepare(service, presentation, control);
    for (const role of ['control-before', 'case', 'control-after'] as const) {
      const recorded = await this.attempt(service, role === 'case' ? presentation : control, role);
      const calls = dialled && accepted(recorded.attempt);
      this.#record.keep(calls ? { ...recorded, ...(await dial(this.#parts, recorded, dialled)) } : recorded, role);
    }
  }

  /** The ClientHellos of the service, gathered once for a device that is set up in one way. */
  async greet(service: Service): Promise<void> {
    const purpose = JSON.stringify([service, this.#settings, this.#flaws]);
    const recorded = this.#memory.greetings.get(purpose) ?? (await this.#greeted(service));
    for (const one of recorded) this.#record.keep(one, 'case');
    // What a faulty bench has gathered must not reach the next test.
    if (this.#record.faults.length === 0) this.#memory.greetings.set(purpose, recorded);
  }

  async #greeted(service: Service): Promise<Recorded[]> {
    const presentations = greetings(this.#settings);
    await this.prepare(service, ...presentations);
    const recorded: Recorded[] = [];
    for (const one of presentations) recorded.push(await this.attempt(service, one, 'case'));
    return recorded;
  }

  /** What the device has to trust, for the row to be about its one deviation. */
  async prepare(service: Service, ...presentations: Presentation[]): Promise<void> {
    const served = presentations.map(({ certificate = 'good', target = 'host' }) => ({ service, certificate, target }));
    // What was accepted before was accepted under other conditions.
    if (await this.#parts.setup.ensureTrust(this.#settings, served)) this.#memory.controls.clear();
  }

  /** One attempt without controls, not kept yet. */
  async attempt(service: Service, presentation: Presentation, role: Role, beginning?: Beginning): Promise<Recorded> {
    const { setup } = this.#parts;
    const { target = 'host', transport } = presentation;
    const aim = (): Promise<unknown> => setup.aim(service, target, transport);
    // A device may refuse to go without TLS, which is a result.
    if (transport) this.#record.did({ what: 'transport', about: transport, ...(await saidOf(aim)) });
    else await aim();
    // Whoever was registered for calls is so no more: every attempt is over a connection of its own.
    if (service === 'sip') setup.registered = false;
    return attempt(this.#parts, service, presentation, role, beginning);
  }

  /** What happens belongs to the last attempt. A device that is not registered there has nobody to call through. */
  async goOn(call: (last: Recorded) => Promise<Pick<Recorded, 'attempt' | 'connections'>>): Promise<void> {
    const { attempts } = this.#record;
    const last = this.#last;
    const index = attempts.length - 1;
    if (!last || attempts[index]?.role !== 'case' || !accepted(last.attempt)) return;
    const { attempt, connections } = await call(last);
    attempts[index] = { ...attempt, role: 'case' };
    this.#record.capture({ connections });
  }

  /**
   * Waits for the window of silence what becomes of the connections of the last attempt. `withLater`: what the device opens
   * of its own accord belongs to that attempt, too.
   */
  async lookAgain(withLater: boolean): Promise<void> {
    const { attempts } = this.#record;
    const { attempt: before, again } = this.#last ?? {};
    const index = attempts.findLastIndex(({ role, startedAt }) => role === 'case' && startedAt === before?.startedAt);
    const role = attempts[index]?.role;
    if (!again || !role) throw new BenchError('BENCH_FAULT', 'there is no attempt whose connections could be watched');
    const quiet = await untilQuiet(this.#parts);
    const isLast = index === attempts.length - 1;
    const { attempt, connections } = again(withLater && isLast ? quiet : null);
    attempts[index] = { ...attempt, role };
    this.#record.capture({ connections });
  }

  async #restore(): Promise<void> {
    await this.#parts.setup.restore();
    this.#record.did({ what: 'restore', about: 'as before the test', said: 'done' });
  }
}
