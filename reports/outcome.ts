/** Where a run's files go and what a folder of runs holds. */
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '../harness/errors.ts';
import { runRecordSchema, type RunRecord } from './run-record.ts';
import { z } from 'zod';

export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
/** All runs by default; `latest` in it is always the newest. */
export const runsFolder = join(projectFolder, 'reports', 'out');

/** Reads a record from its folder or file. Throws ConfigurationError that says what is wrong and where. */
export function readRecord(path: string): RunRecord {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) {
    throw new ConfigurationError('RECORD', `${path} does not exist.`, {
      hint: 'give the folder of a run or its run.json',
    });
  }
  const file = stats.isDirectory() ? join(path, 'run.json') : path;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError('RECORD', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = runRecordSchema.safeParse(data);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const where = first?.path.join('.') || 'the record';
    throw new ConfigurationError('RECORD', `${file}: ${where}: ${first?.message ?? z.prettifyError(parsed.error)}`, {
      hint: 'a record of this version has schema "ringproof-run/1"; run.schema.json beside it says the rest',
    });
  }
  return parsed.data;
}

/** A folder of runs can grow for years: only this many of the newest are looked at. */
const lookedAt = 60;

/** Earlier certifications of the same device, newest first; whatever cannot be read is left out. */
export function earlierRecords(record: Pick<RunRecord, 'id' | 'startedAt' | 'dut'>, folder: string): RunRecord[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name !== 'latest' && name !== record.id);
  } catch {
    return [];
  }
  const found = names
    .sort()
    .reverse()
    .slice(0, lookedAt)
    .flatMap((name) => {
      try {
        return [readRecord(join(folder, name))];
      } catch {
        return [];
      }
    });
  return found
    .filter((one) => one.dut.name === record.dut.name && one.dut.driver === record.dut.driver)
    .filter((one) => one.startedAt < record.startedAt && one.rows.some((row) => row.variant === 'clean'))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

/** The record to compare with: the newest that judged the whole catalogue or the same selection. What another selection
 * left out would look new. */
export const previousOf = (earlier: readonly RunRecord[], record: Pick<RunRecord, 'selection'>): RunRecord | null =>
  earlier.find((one) => !one.interrupted && (one.selection === null || one.selection === record.selection)) ?? null;

/** Writes a file whole or not at all. */
export function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

/** Points `latest` at a run: by a symbolic link, or by a copy where the file system has none. */
export function pointLatest(out: string, folder: string = runsFolder): void {
  const latest = join(folder, 'latest');
  if (out === latest) return;
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.latest.${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  try {
    symlinkSync(dirname(out) === folder ? basename(out) : relative(folder, out), temporary, 'dir');
  } catch {
    cpSync(out, temporary, { recursive: true });
  }
  // A link is replaced in one step; a folder from an earlier copy has to go first.
  if (statSync(latest, { throwIfNoEntry: false })?.isDirectory()) rmSync(latest, { recursive: true, force: true });
  renameSync(temporary, latest);
}
