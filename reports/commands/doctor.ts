/** `doctor`: one line a prerequisite, with advice where it is missing. */
import type { Command } from 'commander';
import { checks, type Check } from '../../harness/lab/doctor.ts';

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('say of each prerequisite whether it is there, and what to do where it is not')
    .option('--json', 'print data only')
    .action(async (options: { json?: boolean }) => {
      const all = await checks();
      process.stdout.write(options.json ? `${JSON.stringify(all, null, 2)}\n` : `${all.map(line).join('\n')}\n`);
      process.exitCode = ready(all) ? 0 : 3;
    });
}

const programs = ['kamailio', 'nginx', 'dnsmasq', 'tcc'];

/** Whether a certification can start: the lab runs in containers, from what is here, or from what apt can fetch. */
export function ready(all: readonly Check[]): boolean {
  const ok = (name: string): boolean => all.find((check) => check.name === name)?.ok ?? false;
  const lab = ok('container engine') || ok('apt') || programs.every(ok);
  return ok('node') && ok('npm packages') && ok('disk') && lab;
}

const line = ({ name, ok, detail, advice }: Check): string =>
  `${ok ? '✓' : '✗'} ${name.padEnd(18)} ${detail}${advice ? `\n  ${' '.repeat(18)} ${advice}` : ''}`;
