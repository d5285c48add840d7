/**
 * The run record: the one versioned model that every report format reads and that `judge` judges again.
 * A row is one test: one requirement, one stimulus, one service. Evidence is stored beside the record, named by its
 * SHA-256, and never copied into it.
 */
import { z } from 'zod';
import { gains } from '../harness/gain.ts';
import { verdicts } from '../harness/verdict.ts';

const verdict = z.enum(verdicts);

export const rowSchema = z.object({
  requirement: z.string(),
  case: z.string().nullable(),
  service: z.enum(['sip', 'provisioning']),
  trust: z.enum(['M0', 'M1', 'M2', 'M3']),
  /** `clean`, or the flaw that the bundled endpoint was given: self-check runs hold several. */
  variant: z.string(),
  title: z.string(),
  /** `suites/certificates/server-certificate.spec.ts:12` */
  spec: z.string(),
  verdict,
  expected: z.string(),
  seen: z.string(),
  /** Reason of not-applicable and not-run; message of an error. */
  reason: z.string().nullable(),
  /** `evidence/<sha256>.json` within the run folder; null where nothing was collected. */
  evidence: z.string().nullable(),
  captures: z.array(z.string()),
  durationMs: z.number(),
  /** What the gate makes of the verdict. `expected-failure` is a waived or declared fail. */
  status: z.enum(['passed', 'failed', 'skipped', 'expected-failure']),
  marks: z.array(z.enum(['warning', 'waived', 'declared', 'inconclusive', 'error'])),
});

export const requirementSchema = z.object({
  id: z.string(),
  area: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY', 'policy']),
  /** The level under the run's policy: what a fail weighs. */
  weight: z.enum(['blocking', 'warning']),
  clause: z.string(),
  sentence: z.string(),
  risk: z.string(),
  /** What an attacker gains by a fail. Absent in records from before it was told: the level decides then. */
  gain: z.enum(gains).optional(),
  /** Worst over its rows; `not-run` with `reason` where it has none. */
  verdict,
  reason: z.string().nullable(),
  /** The verdict against the policy: pass meets, fail is below, anything else is silent. */
  baseline: z.enum(['meets', 'below', 'silent']),
});

export const runRecordSchema = z
  .object({
    schema: z.literal('ringproof-run/1'),
    /** `20261121-093015-bundled` */
    id: z.string(),
    startedAt: z.string(),
    durationMs: z.number(),
    ringproof: z.string(),
    dut: z.object({ name: z.string(), version: z.string(), driver: z.string(), profile: z.string() }),
    lab: z.object({
      runtime: z.enum(['containers', 'local', 'none']),
      /** Why this runtime: "no container engine answered", "chosen by --runtime". */
      why: z.string(),
      programs: z.record(z.string(), z.string()),
      readyMs: z.number(),
    }),
    policy: z.string(),
    gate: z.enum(['baseline', 'claims', 'both']),
    failOn: z.enum(['must', 'should']),
    recordOnly: z.boolean(),
    /** The command line that made the run, for the reader. */
    command: z.string(),
    /** Whether only a part of the catalogue was selected, and by what. */
    selection: z.string().nullable(),
    interrupted: z.boolean(),
    requirements: z.array(requirementSchema),
    rows: z.array(rowSchema),
    waivers: z.array(
      z.object({
        requirement: z.string(),
        owner: z.string(),
        reason: z.string(),
        expires: z.string(),
        state: z.enum(['applied', 'expired', 'needless']),
      }),
    ),
    /** Faults of the bench over the run, outside any row. */
    benchFaults: z.array(z.object({ code: z.string(), message: z.string() })),
    answer: z.enum(['YES', 'NO', 'CANNOT SAY']),
    exit: z.union([z.literal(0), z.literal(1), z.literal(3), z.literal(130)]),
  })
  .meta({
    title: 'Ringproof run record',
    description: 'One certification run: requirements, rows, verdicts, and where the evidence is.',
  });

export type Row = z.infer<typeof rowSchema>;
export type RequirementRecord = z.infer<typeof requirementSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;

/** The JSON Schema that is published beside each record as `run.schema.json`. */
export const runRecordJsonSchema = (): object => z.toJSONSchema(runRecordSchema);
