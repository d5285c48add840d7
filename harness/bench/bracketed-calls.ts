/** The calls of one test: over a registration through the front, the case between two calls that must carry media. */
import { isDeepStrictEqual } from 'node:util';
import type { Call, DeviceSettings, Evidence, Probe, Role } from '../evidence.ts';
import type { CallPlan, KeySeriesPlan } from '../farend/call-plan.ts';
import { statisticsOf } from '../farend/key-statistics.ts';
import { accepted } from '../judge/bench-part.ts';
import { media } from '../judge/media/call-part.ts';
import type { Lab } from '../lab/lab.ts';
import { trustedCertificate } from '../lab/presentation.ts';
import type { BracketedAttempts } from './bracketed-attempts.ts';
import type { DeviceSetup } from './device-setup.ts';
import type { Secret } from './key-material.ts';
import { controlCall, converse, gatherKeys, type CallParties } from './media-calls.ts';
import type { SlotMemory } from './slot-memory.ts';
import type { TestRecord } from './test-record.ts';

export interface CallParts {
  lab: Lab;
  setup: DeviceSetup;
  parties: CallParties;
}

export class BracketedCalls {
  readonly #parts: CallParts;
  readonly #settings: DeviceSettings;
  readonly #attempts: BracketedAttempts;
  readonly #record: TestRecord;
  readonly #memory: SlotMemory;
  /** Of the calls of this test, to be looked for where they must not be; they never get into evidence. */
  readonly mediaKeys: Secret[] = [];

  constructor(
    parts: CallParts,
    settings: DeviceSettings,
    attempts: BracketedAttempts,
    record: TestRecord,
    memory: SlotMemory,
  ) {
    this.#parts = parts;
    this.#settings = settings;
    this.#attempts = attempts;
    this.#record = record;
    this.#memory = memory;
  }

  async converse(plan: CallPlan): Promise<void> {
    await this.#register();
    const { calls } = this.#record;
    const held = this.#memory.calls;
    const control = controlCall(plan);
    const name = JSON.stringify(control);
    // Where the case is the control itself there is nothing to compare it with.
    if (!isDeepStrictEqual({ ...plan, packets: control.packets }, control)) {
      const before = held.get(name) ?? (await this.#call(control, 'control-before'));
      calls.push({ ...before, role: 'control-before' });
      if (media(before) > 0) held.set(name, before);
    }
    for (let earlier = 1; earlier < (plan.times ?? 1); earlier++) calls.push(await this.#call(plan, 'case'));
    const call = await this.#call(plan, 'case');
    calls.push(call);
    if (media(call) > 0 && isHeard(call)) return;
    await this.#register();
    const after = await this.#call(control, 'control-after');
    calls.push(after);
    if (media(after) > 0) held.set(name, after);
    else held.delete(name);
  }

  async gatherKeys(plan: KeySeriesPlan): Promise<void> {
    await this.#register();
    const gathered = await gatherKeys(this.#parts.parties, plan, this.#settings.srtp);
    this.#record.keySeries.push({ direction: plan.direction, asked: plan.calls, ...statisticsOf(gathered) });
    const secret = (name: string) => (octets: Buffer) => ({ name, octets });
    this.mediaKeys.push(
      ...gathered.keys.map(({ octets }) => octets).map(secret('a media key of the device')),
      ...gathered.farKeys.map(secret('a media key of the other side')),
    );
  }

  /** Calls need a registration over the front, with a certificate that the device trusts. Its connection carries the
   * device's side of every call, so it belongs to the capture of each. */
  async #register(): Promise<void> {
    const { setup, lab } = this.#parts;
    const { connections, labFaults } = this.#memory.registration;
    // A Kamailio that died and came back knows nobody, and a device whose connection has ended is not reached.
    const faults = lab.faults().length;
    const stands = connections.some(({ closed }) => closed.by === 'open');
    if (setup.registered && stands && faults === labFaults) return this.#record.capture({ connections });
    const good = { certificate: trustedCertificate(this.#settings.trust) };
    await this.#attempts.prepare('sip', good);
    const recorded = await this.#attempts.attempt('sip', good, 'control-before');
    setup.registered = accepted(recorded.attempt);
    this.#memory.registration = { connections: recorded.connections, labFaults: faults };
    this.#record.keep(recorded, 'control-before');
  }

  async #call(plan: CallPlan, role: Role): Promise<Evidence['calls'][number]> {
    const { call, datagrams } = await converse(this.#parts.parties, plan);
    this.#record.capture({ datagrams });
    return { ...call, role };
  }
}

/** Whether the device sent back something of all that was marked; a silence may have another cause, as may no media at all. */
const isHeard = ({ steps, probes }: Call): boolean =>
  steps.every(({ echoes }) => !echoes || echoes.heard > 0) && due.every((kind) => hasEchoOf(probes, kind));

/** What a device must take. */
const due = ['good', 'late', 'very-late'] as const;
const hasEchoOf = (probes: Call['probes'], wanted: Probe['kind']): boolean => {
  const asked = probes.filter(({ kind }) => kind === wanted);
  return asked.length === 0 || asked.some(({ echoed }) => echoed > 0);
};
