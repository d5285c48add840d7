/**
 * libsrtp2 as the oracle of our own SRTP: compiles libsrtp2-peer.c with gcc and talks to it. For tests and benches only.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Libsrtp2Peer {
  /** One answer line for each line; what the lines mean is told in libsrtp2-peer.c. */
  ask(suite: string, master: Buffer, lines: readonly string[], mki?: Buffer): string[];
  remove(): void;
}

/** Null when gcc or libsrtp2-dev is not installed. */
export function compileLibsrtp2Peer(): Libsrtp2Peer | null {
  const folder = mkdtempSync(join(tmpdir(), 'libsrtp2-peer-'));
  const program = join(folder, 'peer');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const source = fileURLToPath(new URL('./libsrtp2-peer.c', import.meta.url));
    execFileSync('gcc', ['-O2', '-o', program, source, '-lsrtp2'], { stdio: 'ignore' });
  } catch {
    remove();
    return null;
  }
  return {
    ask(suite, master, lines, mki) {
      const arguments_ = [suite, master.toString('hex'), ...(mki ? [mki.toString('hex')] : [])];
      const output = execFileSync(program, arguments_, { input: `${lines.join('\n')}\n`, timeout: 60_000 });
      return output.toString().trimEnd().split('\n');
    },
    remove,
  };
}
