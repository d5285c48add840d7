/**
 * How long a call without media takes, from the far end's INVITE through Kamailio to the bundled endpoint and back to the
 * end of its BYE, and how many of them two slots place in a second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProfile } from '../profiles/profile.ts';
import type { RunSettings } from '../run-settings.ts';
import { usualSettings } from '../usual-settings.ts';
import { EvidenceStore } from './evidence-store.ts';
import { type StartedSlot, startSlot } from './start-slot.ts';

const calls = 100;
const rounds = 3;

export async function bench(): Promise<{ name: string; value: number; unit: string; target: number | null }[]> {
  const out = mkdtempSync(join(tmpdir(), 'ringproof-calls-'));
  const started: StartedSlot[] = [];
  try {
    for (const index of [0, 1]) started.push(await start(out, index));
    // The first calls also register the device and warm the code.
    for (const one of started) await place(one, 10);
    const alone: number[] = [];
    const both: number[] = [];
    for (let round = 0; round < rounds; round++) {
      alone.push(await place(started[0]!, calls));
      const begun = performance.now();
      await Promise.all(started.map((one) => place(one, calls)));
      both.push((2 * calls * 1000) / (performance.now() - begun));
    }
    return [
      { name: 'a call without media (local)', value: median(alone), unit: 'ms', target: 60 },
      { name: 'calls of two slots (local)', value: median(both), unit: '/s', target: null },
    ];
  } finally {
    await Promise.allSettled(started.map((one) => one.stop()));
    rmSync(out, { recursive: true, force: true });
  }
}

async function start(out: string, index: number): Promise<StartedSlot> {
  const run: RunSettings = {
    id: 'bench',
    out,
    dut: 'bundled',
    profile: 'bundled',
    persona: null,
    policy: 'bcp',
    gate: 'both',
    failOn: 'must',
    runtime: 'local',
    recordOnly: true,
    slots: 2,
    areas: null,
    grep: null,
    flaws: null,
    waiversFile: null,
    waived: [],
    commandLine: 'bench',
    passThrough: [],
  };
  return startSlot(run, await loadProfile(run.profile), 'local', index, new EvidenceStore(out));
}

/** Milliseconds of each call. Rejects where one was missed: then there is nothing to compare. */
async function place({ slot }: StartedSlot, count: number): Promise<number> {
  await slot.arrange({ settings: { ...usualSettings, srtp: 'mandatory' }, flaws: [] });
  const begun = performance.now();
  await slot.gatherKeys({ direction: 'incoming', calls: count });
  const taken = (performance.now() - begun) / count;
  const { evidence } = await slot.freeze();
  const answered = evidence.keySeries?.[0]?.calls ?? 0;
  if (answered < count) throw new Error(`${count - answered} of ${count} calls were missed`);
  return taken;
}

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1]!;
