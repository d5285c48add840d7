/** A device or driver as a child process: its last lines, its end, and a clean stop by process group. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DriverError } from '../errors.ts';

const keptLines = 500;
const graceMs = 3000;

export class DeviceProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: string[] = [];
  readonly ended: Promise<string>;
  #stopping = false;

  /** Throws DriverError when the program is not there. */
  constructor(command: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    const [program, ...args] = command;
    if (!program)
      throw new DriverError('DRIVER_COMMAND', 'no program to start', {
        hint: 'name one: `--dut command --command ./device.mjs`',
      });
    this.child = spawn(program, args, { ...options, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin.on('error', () => undefined);
    createInterface({ input: this.child.stderr }).on('line', (line) => this.keep(line));
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`${program} could not be started: ${error.message}`));
      this.child.once('close', (code, signal) => resolve(`${program} ended with ${signal ?? `status ${code}`}`));
    });
    process.once('exit', this.#killGroup);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether the process ended without being asked to. */
  get crashed(): boolean {
    return (
      !this.#stopping &&
      (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined)
    );
  }

  keep(line: string): void {
    this.#lines.push(line.slice(0, 2000));
    if (this.#lines.length > keptLines) this.#lines.shift();
  }

  log(): readonly string[] {
    return this.#lines;
  }

  /** Ends input, waits, then kills the whole group. Resolves within 5 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    process.removeListener('exit', this.#killGroup);
    if (this.child.pid === undefined) return;
    this.child.stdin.end();
    const timer = setTimeout(this.#killGroup, graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  #killGroup = (): void => {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
  };
}
