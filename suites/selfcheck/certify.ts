/** Runs the command line as a user would and reads the record that it leaves. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import type { Service, TrustMode } from '../../harness/evidence.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SelfcheckRow {
  requirement: string;
  case: string | null;
  service: Service;
  trust: TrustMode;
  variant: string;
  verdict: string;
  status: string;
  seen: string;
  reason: string | null;
  /** Path within the folder of the run; null where nothing was collected. */
  evidence: string | null;
}

export interface Certification {
  folder: string;
  exit: number;
  output: string;
  rows: SelfcheckRow[];
}

/** The run of that name, made once for the whole self-check: a failing test starts a new worker, not a new run. */
export async function certify(name: string, args: readonly string[]): Promise<Certification> {
  const folder = join(root, 'test-results', 'selfcheck', String(process.ppid), name);
  const note = join(folder, 'exit.json');
  if (!existsSync(note)) {
    mkdirSync(folder, { recursive: true });
    const made = await ringproof(['certify', '--out', folder, ...args]);
    writeFileSync(note, JSON.stringify(made));
  }
  const ended = JSON.parse(readFileSync(note, 'utf8')) as { exit: number; output: string };
  const record = join(folder, 'run.json');
  if (!existsSync(record)) throw new Error(`the run left no record:\n${ended.output}`);
  const { rows } = JSON.parse(readFileSync(record, 'utf8')) as { rows: SelfcheckRow[] };
  return { folder, ...ended, rows };
}

export async function ringproof(
  args: readonly string[],
  prefix: readonly string[] = [],
): Promise<{ exit: number; output: string }> {
  const [program = process.execPath, ...rest] = [...prefix, process.execPath, 'start.mjs', ...args];
  // The variables of the outer run would make the inner one a part of it.
  const {
    RINGPROOF_RUN: _run,
    RINGPROOF_BENCH: _bench,
    TEST_WORKER_INDEX: _worker,
    TEST_PARALLEL_INDEX: _index,
    ...env
  } = process.env;
  const child = spawn(program, rest, { cwd: root, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 130)));
  return { exit, output };
}

/** A device of this folder behind the driver `command`. */
export const device = (name: string, ...words: readonly string[]): string[] => [
  '--dut',
  'command',
  '--command',
  ['node', '--import', 'tsx', `suites/selfcheck/devices/${name}.ts`, ...words].join(' '),
];

/** The run of a hurried developer's client, which several specs look at. */
export const plainNodeTls = [...device('plain-node-tls'), '--grep', '@(CTL|DT|NM)-0', '--slots', '3'];

/** Rows as lines that can be read in a failed comparison. */
export const told = (rows: readonly SelfcheckRow[]): string[] =>
  rows.map((row) => `${row.requirement} ${row.case ?? ''} ${row.service}: ${row.verdict} (${row.reason ?? row.seen})`);

/** What does not depend on how the lab is started is checked once. */
export function onlyLocal(reason: string): void {
  test.skip(process.env.RINGPROOF_RUNTIME === 'containers', reason);
}
