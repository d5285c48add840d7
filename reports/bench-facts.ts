/** What the bench leaves about device and lab when it ends: `bench.json` in the run's folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runRecordSchema, type RunRecord } from './run-record.ts';

const benchFactsSchema = runRecordSchema.pick({ dut: true, lab: true, benchFaults: true });

export type BenchFacts = Pick<RunRecord, 'dut' | 'lab' | 'benchFaults'>;

/** Placeholders and a fault of the bench where the file is missing or is not what it should be: the bench died. */
export function readBenchFacts(out: string, settings: { dut: string; profile: string; runtime: string }): BenchFacts {
  const path = join(out, 'bench.json');
  try {
    return benchFactsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return {
      dut: { name: settings.dut, version: 'unknown', driver: settings.dut, profile: settings.profile },
      lab: { runtime: 'none', why: 'the bench did not say', programs: {}, readyMs: 0 },
      benchFaults: [{ code: 'BENCH-FACTS', message: `the bench ended without its facts: ${why}` }],
    };
  }
}
