/** The lab as unprivileged processes of this machine, each in a process group of its own, in the lab's private folder. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { LabError } from '../../errors.ts';
import { keyLogLibrary } from '../key-log-library.ts';
import type { Ledger } from '../ledger.ts';
import { findProgram, programEnvironment, unpackedKamailioModules, type FoundProgram } from '../programs.ts';
import { freePorts } from './free-ports.ts';
import { lineSplitter } from './line-splitter.ts';
import { opensslDefaults } from './openssl-defaults.ts';
import {
  versionArguments,
  versionIn,
  type LabProgram,
  type LabRuntime,
  type PortCounts,
  type RunningProgram,
} from './runtime.ts';

const execute = promisify(execFile);

export async function openLocal(options: { folder: string; counts: PortCounts; ledger: Ledger }): Promise<LabRuntime> {
  const { folder, counts, ledger } = options;
  const programs = { kamailio: locate('kamailio'), nginx: locate('nginx'), dnsmasq: locate('dnsmasq') };
  const library = await keyLogLibrary();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opensslConfig = join(folder, 'openssl.cnf');
  writeFileSync(opensslConfig, opensslDefaults);
  const environment = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    OPENSSL_CONF: opensslConfig,
    LD_PRELOAD: library,
  };
  const running = new Set<RunningProgram>();

  return {
    kind: 'local',
    folder,
    asRoot: process.getuid?.() === 0,
    kamailioModules: programs.kamailio.unpacked ? unpackedKamailioModules() : null,
    ports: () => freePorts(counts),
    write: async (files) => {
      for (const [name, content] of Object.entries(files)) {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(path, content, { mode: 0o600 });
      }
    },
    run: async (name, args, onLine) => {
      const program = programs[name];
      const env = { ...environment, ...(program.unpacked ? programEnvironment() : {}) };
      const started = await startProcess({ program, args, folder, env, ledger, name }, onLine);
      running.add(started);
      void started.exited.then(() => running.delete(started));
      return started;
    },
    versions: async () => {
      const entries = Object.entries(programs).map(async ([name, program]) => {
        const output = await versionOf(program, versionArguments[name as LabProgram]);
        return [name, versionIn(output)] as const;
      });
      return Object.fromEntries(await Promise.all(entries)) as Record<LabProgram, string>;
    },
    stop: async () => {
      await Promise.all([...running].map((program) => program.kill()));
    },
  };
}

interface Start {
  program: FoundProgram;
  args: readonly string[];
  folder: string;
  env: Record<string, string>;
  ledger: Ledger;
  name: string;
}

async function startProcess(start: Start, onLine: (line: string) => void): Promise<RunningProgram> {
  const pipe = await openPipe(join(start.folder, `${start.name}.pipe`), onLine);
  let child: ChildProcess;
  try {
    child = spawn(start.program.path, start.args, {
      cwd: start.folder,
      env: start.env,
      detached: true,
      stdio: ['ignore', pipe.writer, pipe.writer],
    });
  } finally {
    closeSync(pipe.writer);
  }
  const { pid } = child;
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    pipe.close();
    throw new LabError('LAB_PROGRAM_START', `${start.program.path} cannot be started: ${error.message}`, {
      cause: error,
    });
  }
  start.ledger.addGroup(pid);
  const exited = once(child, 'exit').then(([code]) => {
    // A main process that was killed leaves its children, which would keep the ports.
    endGroup(pid);
    start.ledger.removeGroup(pid);
    pipe.close();
    return { code: code as number | null };
  });
  return {
    exited,
    kill: async () => {
      endGroup(pid);
      await exited;
    },
  };
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}

/**
 * A real pipe: Node gives its children sockets, and a program cannot open a socket by the name /dev/stderr, which is where
 * nginx writes its access log.
 */
async function openPipe(path: string, onLine: (line: string) => void): Promise<{ writer: number; close: () => void }> {
  rmSync(path, { force: true });
  await execute('mkfifo', ['-m', '600', path]);
  // Open for both directions: opening never waits, and no end of file comes between two writers.
  const reader = new Socket({
    fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  reader.on('data', lineSplitter(onLine));
  reader.on('error', () => reader.destroy());
  const writer = openSync(path, constants.O_WRONLY);
  rmSync(path);
  // What the program wrote last is still in the pipe when its end is known.
  return { writer, close: () => setImmediate(() => reader.destroy()) };
}

async function versionOf({ path, unpacked }: FoundProgram, argument: string): Promise<string> {
  const env = { ...process.env, ...(unpacked ? programEnvironment() : {}) };
  const { stdout, stderr } = await execute(path, [argument], { env, timeout: 10_000 });
  return `${stdout}${stderr}`;
}

function locate(name: LabProgram): FoundProgram {
  const found = findProgram(name);
  if (found) return found;
  throw new LabError('LAB_NO_PROGRAM', `${name} is neither on the PATH nor unpacked`, {
    hint: 'start by `node start.mjs`, which fetches it on Debian and Ubuntu, or install it',
  });
}
