/**
 * What each living run has started, on disk, so that the next run can end what a killed one left behind. A process is
 * named by its id together with its start time, because ids are used again.
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ledgerFolder } from './places.ts';
import { removeContainers } from './runtimes/engine.ts';

const processSchema = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks since boot (/proc/PID/stat); null where there is no /proc. */
  started: z.string().nullable(),
});
const ledgerSchema = z.object({
  owner: processSchema,
  /** Leaders of process groups. */
  groups: z.array(processSchema),
  containers: z.boolean(),
});

type LedgerContent = z.infer<typeof ledgerSchema>;

/** Label on every container of a run; its value is the run's id. */
export const runLabel = 'ringproof.run';
export const ownerLabel = 'ringproof.owner';

const open = new Set<Ledger>();
process.on('exit', () => open.forEach((ledger) => ledger.closeInHaste()));

/** Of these a process dies without its exit handlers, unless somebody listens; where others listen, it is theirs to end. */
let endsOrderly = false;
function endOrderly(): void {
  if (endsOrderly) return;
  endsOrderly = true;
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(128 + constants.signals[signal]);
    });
  }
}

export class Ledger {
  readonly id: string;
  readonly #path: string;
  readonly #content: LedgerContent;

  constructor(folder: string = ledgerFolder) {
    this.id = `${process.pid}-${randomBytes(4).toString('hex')}`;
    this.#path = join(folder, `${this.id}.json`);
    this.#content = { owner: identify(process.pid), groups: [], containers: false };
    mkdirSync(folder, { recursive: true });
    this.#write();
    open.add(this);
    endOrderly();
  }

  addGroup(leader: number): void {
    this.#content.groups.push(identify(leader));
    this.#write();
  }

  removeGroup(leader: number): void {
    this.#content.groups = this.#content.groups.filter(({ pid }) => pid !== leader);
    this.#write();
  }

  addContainers(): void {
    this.#content.containers = true;
    this.#write();
  }

  close(): void {
    open.delete(this);
    rmSync(this.#path, { force: true });
  }

  /** At an end in haste processes are killed, but there is no time for an engine to answer. */
  closeInHaste(): void {
    for (const { pid } of this.#content.groups) endGroup(pid);
    if (!this.#content.containers) this.close();
  }

  #write(): void {
    // Renamed into place, because a sweep that reads half a file would take the run for dead.
    writeFileSync(`${this.#path}.part`, JSON.stringify(this.#content));
    renameSync(`${this.#path}.part`, this.#path);
  }
}

/** Ends what dead runs left and returns what it found, in words. Runs that still live are not touched. */
export async function sweep(folder: string = ledgerFolder): Promise<string[]> {
  const found: string[] = [];
  for (const name of listed(folder)) {
    const path = join(folder, name);
    const content = read(path);
    if (content && isAlive(content.owner)) continue;
    const id = name.replace(/\.json$/, '');
    for (const group of content?.groups ?? []) {
      if (!isAlive(group)) continue;
      if (endGroup(group.pid)) found.push(`process group ${group.pid} of run ${id}`);
    }
    if (content?.containers) {
      const removed = await removeContainers(`${runLabel}=${id}`);
      // An engine that does not answer now may do so at the next start.
      if (removed === null) continue;
      found.push(...removed.map((container) => `container ${container} of run ${id}`));
    }
    rmSync(path, { force: true });
  }
  return found;
}

/** False where nothing of it is left: another run that starts now sweeps as well. */
function endGroup(leader: number): boolean {
  try {
    return process.kill(-leader, 'SIGKILL');
  } catch {
    return false;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function read(path: string): LedgerContent | null {
  try {
    return ledgerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

const identify = (pid: number): z.infer<typeof processSchema> => ({ pid, started: startOf(pid) });

const isAlive = ({ pid, started }: z.infer<typeof processSchema>): boolean =>
  started !== null && startOf(pid) === started;

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in parentheses may hold anything; the start time is the 20th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
