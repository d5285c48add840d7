/**
 * Starts the bench of a run: for each slot a tap, a lab, a device and a far end. They live as long as the run; a
 * failing test never restarts them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchFault } from '../evidence.ts';
import { DriverError } from '../errors.ts';
import { chooseRuntime } from '../lab/runtimes/choose.ts';
import { loadProfile } from '../profiles/profile.ts';
import type { RunSettings } from '../run-settings.ts';
import { EvidenceStore } from './evidence-store.ts';
import { serveBench } from './server.ts';
import { startSlot } from './start-slot.ts';

export interface Bench {
  /** Path of the socket that workers connect to. */
  socket: string;
  stop(): Promise<void>;
}

export async function startBench(run: RunSettings): Promise<Bench> {
  const profile = await loadProfile(run.profile);
  const runtime = await chooseRuntime(run.runtime);
  const store = new EvidenceStore(run.out);
  const started = await Promise.allSettled(
    Array.from({ length: run.slots }, (_, index) => startSlot(run, profile, runtime.runtime, index, store)),
  );
  const slots = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    await Promise.allSettled(slots.map((one) => one.stop()));
    throw failed.reason as Error;
  }
  const server = await serveBench(async (index) => {
    const one = slots[index];
    if (!one) throw new DriverError('BENCH_SLOTS', `slot ${index} was asked for, the run has ${slots.length}`);
    return one.slot;
  });
  const write = () => writeFileSync(join(run.out, 'bench.json'), JSON.stringify(facts(), null, 1));

  function facts(): object {
    const [first] = slots;
    const benchFaults: BenchFault[] = slots.flatMap(({ lab }) => lab.faults());
    return {
      dut: {
        name: first?.facts.name,
        version: first?.facts.version,
        driver: first?.facts.driver,
        profile: profile.name,
      },
      lab: {
        runtime: runtime.runtime,
        why: runtime.why,
        programs: first?.lab.versions ?? {},
        readyMs: Math.round(Math.max(...slots.map(({ lab }) => lab.readyAfter))),
      },
      benchFaults,
    };
  }

  write();
  return {
    socket: server.path,
    async stop() {
      write();
      await server.close();
      await Promise.allSettled(slots.map((one) => one.stop()));
    },
  };
}
