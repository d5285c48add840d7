/** Compiles libsrtp-oracle.c and asks it. For tests and the bench only. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuiteName } from './suites.ts';

export class LibsrtpOracle {
  readonly #folder = mkdtempSync(join(tmpdir(), 'libsrtp-oracle-'));

  /** @throws Error when gcc or libsrtp2-dev is missing. */
  constructor() {
    try {
      const source = join(import.meta.dirname, 'libsrtp-oracle.c');
      execFileSync('gcc', ['-O2', '-o', this.#program, source, '-lsrtp2'], { stdio: 'pipe' });
    } catch (error) {
      this.remove();
      throw new Error(`gcc with libsrtp2-dev is needed: ${String(error).slice(0, 300)}`);
    }
  }

  /** One line for each packet, as libsrtp-oracle.c tells. */
  ask(mode: string, suite: SuiteName, master: Buffer, packets: readonly Buffer[], identifier?: Buffer): string[] {
    return this.#run(
      [mode, suite, master.toString('hex'), ...(identifier ? [identifier.toString('hex')] : [])],
      packets,
    );
  }

  /** Nanoseconds for `pairs` of protecting and opening `packet`. */
  time(suite: SuiteName, master: Buffer, packet: Buffer, pairs: number): number {
    return Number(this.#run(['bench', suite, master.toString('hex'), String(pairs)], [packet])[0]);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #program(): string {
    return join(this.#folder, 'oracle');
  }

  #run(words: string[], packets: readonly Buffer[]): string[] {
    const input = packets.map((packet) => `${packet.toString('hex')}\n`).join('');
    return execFileSync(this.#program, words, { input, encoding: 'utf8', timeout: 60_000 }).trim().split('\n');
  }
}
