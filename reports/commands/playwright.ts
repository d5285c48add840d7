/** Starts Playwright with this very Node, in a process group of its own, so that an interrupt reaches it exactly once. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runSettingsVariable } from '../../harness/run-settings.ts';
import { projectFolder } from '../outcome.ts';

const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface PlaywrightEnd {
  /** Exit status; 130 where a signal ended it. */
  code: number;
  stdout: string;
}

/** `capture` collects the output instead of showing it, at most 64 MiB. */
export async function playwright(
  settingsFile: string,
  args: readonly string[],
  capture = false,
): Promise<PlaywrightEnd> {
  const child = spawn(process.execPath, [cli, 'test', '--config', 'playwright.config.ts', ...args], {
    cwd: projectFolder,
    env: { ...process.env, [runSettingsVariable]: settingsFile },
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    detached: true,
  });
  const chunks: Buffer[] = [];
  let kept = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    kept += chunk.length;
    if (kept <= 64 * 1024 * 1024) chunks.push(chunk);
  });
  // Playwright ends in order at this signal only; any other would leave lab and device behind, and no record.
  const interrupt = (): void => void child.kill('SIGINT');
  for (const signal of interrupts) process.on(signal, interrupt);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve(status ?? (signal ? 130 : 1)));
    });
    return { code, stdout: Buffer.concat(chunks).toString('utf8') };
  } finally {
    for (const signal of interrupts) process.off(signal, interrupt);
  }
}
