/**
 * A device or driver as a child process: its last lines, its end, and a clean stop by process group. It stands in the
 * ledger while it lives, so that the next run ends it when this one was killed.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { DriverError } from '../errors.ts';
import { Ledger } from '../lab/ledger.ts';
import { lineSplitter } from '../lab/runtimes/line-splitter.ts';

const keptLines = 500;
const graceMs = 3000;
/** For what the process wrote last. */
const drainMs = 500;

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
    this.child.stderr.on(
      'data',
      lineSplitter((line) => this.keep(line)),
    );
    this.child.once('exit', this.#endRest);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`${program} could not be started: ${error.message}`));
      this.child.once('close', (code, signal) => resolve(`${program} ended with ${signal ?? `status ${code}`}`));
    });
    process.once('exit', this.#killGroup);
    if (this.child.pid === undefined) return;
    const ledger = new Ledger();
    ledger.addGroup(this.child.pid);
    void this.ended.then(() => {
      process.removeListener('exit', this.#killGroup);
      ledger.close();
    });
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

  /** Ends input, waits, then kills the whole group; `atOnce` does not wait, for programs that do not mind their input.
   * Resolves within 5 s. */
  async stop({ atOnce = false } = {}): Promise<void> {
    this.#stopping = true;
    if (this.child.pid === undefined) return;
    this.child.stdin.end();
    const timer = setTimeout(this.#killGroup, atOnce ? 0 : graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** What a dead driver had started would keep the device's ports, and its end of the pipes, for ever. */
  #endRest = (): void => {
    this.#killGroup();
    setTimeout(() => {
      this.child.stdout.destroy();
      this.child.stderr.destroy();
    }, drainMs).unref();
  };

  #killGroup = (): void => {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
  };
}
