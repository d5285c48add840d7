/** A run of the command line that is watched, and disturbed, while it lives. Linux: processes are read from /proc. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SelfcheckRow } from './certify.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ledgers = join(root, '.lab', 'runs');

export interface RunRecord {
  interrupted: boolean;
  exit: number;
  answer: string;
  lab: { runtime: string; why: string };
  benchFaults: { code: string; message: string }[];
  rows: SelfcheckRow[];
}

export interface Process {
  pid: number;
  parent: number;
  group: number;
  /** Clock ticks since boot: ids are used again, an id together with this is not. */
  started: string;
  command: string;
}

export class LiveRun {
  /** Where it writes; its processes name this folder or stand in it. */
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #end: Promise<number>;
  #output = '';
  #onOutput: () => void = () => undefined;

  constructor(name: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.folder = join(root, 'test-results', 'selfcheck', String(process.ppid), name);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    // The variables of the outer run would make the inner one a part of it.
    const outer = ['RINGPROOF_RUN', 'RINGPROOF_BENCH', 'TEST_WORKER_INDEX', 'TEST_PARALLEL_INDEX', 'FORCE_COLOR'];
    const own = Object.entries(process.env).filter(([variable]) => !outer.includes(variable));
    this.#child = spawn(process.execPath, ['start.mjs', 'certify', '--out', this.folder, ...args], {
      cwd: root,
      env: { ...Object.fromEntries(own), NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
        this.#onOutput();
      });
    }
    this.#end = new Promise((resolve) => this.#child.once('close', (code) => resolve(code ?? -1)));
  }

  /** Resolves as soon as the output holds the text. Throws when the run ends without it. */
  async says(text: RegExp): Promise<void> {
    const said = new Promise<boolean>((resolve) => {
      const look = () => text.test(this.#output) && resolve(true);
      this.#onOutput = look;
      look();
    });
    if (await Promise.race([said, this.#end.then(() => false)])) return;
    throw new Error(`the run ended without ${text}:\n${this.#output}`);
  }

  async end(): Promise<{ exit: number; output: string }> {
    return { exit: await this.#end, output: this.#output };
  }

  /** Throws where the run left none. */
  async record(): Promise<RunRecord> {
    await this.#end;
    try {
      return JSON.parse(readFileSync(join(this.folder, 'run.json'), 'utf8')) as RunRecord;
    } catch (cause) {
      throw new Error(`the run left no record:\n${this.#output}`, { cause });
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The run's processes that live now: the descendants of its command line, itself among them. */
  processes(): Process[] {
    const all = listProcesses();
    const found = all.filter(({ pid }) => pid === this.#child.pid);
    for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
    return found;
  }

  /** Kills one of its programs with its whole process group, as the machine would. Throws where it does not run. */
  kill(program: RegExp): Process {
    const leader = this.#leader(program);
    if (!leader) throw new Error(`no ${program} among:\n${this.processes().map(told).join('\n')}`);
    process.kill(-leader.pid, 'SIGKILL');
    return leader;
  }

  /** Whether the program runs again. */
  isBack(program: RegExp, killed: Process): boolean {
    const leader = this.#leader(program);
    return leader !== undefined && identity(leader) !== identity(killed);
  }

  /** Kills the command line, the runner and its workers, all at once; what they have started is left to itself. */
  killHarness(): void {
    const harness = this.processes().filter(({ command }) => /start\.mjs|cli\.ts|@?playwright/.test(command));
    for (const { pid } of harness) process.kill(pid, 'SIGKILL');
  }

  /** What still lives of these processes, and what else lives on in the run's folder. */
  leftOf(earlier: readonly Process[]): string[] {
    const known = new Set(earlier.map(identity));
    return listProcesses()
      .filter(
        (one) =>
          known.has(identity(one)) || one.command.includes(this.folder) || cwdOf(one.pid).startsWith(this.folder),
      )
      .map(told);
  }

  /** Ledgers that name one of these processes as their owner. */
  ledgersOf(owners: readonly Process[]): string[] {
    return readdirSync(ledgers).filter((name) => owners.some(({ pid }) => name.startsWith(`${pid}-`)));
  }

  #leader(program: RegExp): Process | undefined {
    return this.processes().find(({ pid, group, command }) => pid === group && program.test(command));
  }
}

const told = ({ pid, command }: Process): string => `${pid} ${command}`;
const identity = ({ pid, started }: Process): string => `${pid} ${started}`;

function listProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command in parentheses may hold anything.
      const [state = '', parent, group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      const dead = state === 'Z' || state === 'X';
      return dead
        ? []
        : [{ pid: Number(name), parent: Number(parent), group: Number(group), started: rest[16] ?? '', command }];
    } catch {
      return [];
    }
  });
}

function cwdOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
