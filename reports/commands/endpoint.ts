/** `endpoint`: starts the bundled endpoint as a device that a person can use. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { projectFolder } from '../outcome.ts';

export function endpoint(program: Command): void {
  program
    .command('endpoint')
    .description('start the bundled endpoint; its own --help says the rest')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_options: unknown, command: Command) => {
      process.exitCode = await start(command.args);
    });
}

async function start(args: readonly string[]): Promise<number> {
  const main = join(projectFolder, 'endpoint', 'main.ts');
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, main, ...args], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    detached: true,
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}
