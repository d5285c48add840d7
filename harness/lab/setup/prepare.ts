/**
 * Sees to it that a command finds the lab's programs: containers where an engine answers, else programs of this machine,
 * else fetched ones. Run by start.mjs, under its lock: `node --import tsx harness/lab/setup/prepare.ts COMMAND ARGS`.
 * Its standard output is why there are no containers, and nothing else.
 */
import { parseArgs } from 'node:util';
import { BenchError, LabError } from '../../errors.ts';
import { chooseRuntime, wishedRuntime, type RuntimeWish } from '../runtimes/choose.ts';
import { findProgram, labPrograms, packagesOf, type FetchableProgram } from '../programs.ts';
import { canFetch, fetchPackages } from './fetch.ts';

const say = (line: string): void => void process.stderr.write(`setup: ${line}\n`);

async function prepare([command, ...args]: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { runtime: { type: 'string' }, dut: { type: 'string' } },
  });
  const wish = wishedRuntime(typeof values.runtime === 'string' ? values.runtime : undefined);
  const needed: FetchableProgram[] = [];
  if (await needsLocalPrograms(wish)) needed.push(...labPrograms);
  // The tests exercise both runtimes where both can be had, and call a third party's phone.
  else if (command === 'test' && wish === 'auto' && canFetch()) needed.push(...labPrograms);
  if (values.dut === 'baresip' || (command === 'test' && canFetch())) needed.push('baresip');
  await provide(needed);
}

async function needsLocalPrograms(wish: RuntimeWish): Promise<boolean> {
  if (wish === 'local') return true;
  const { runtime, why } = await chooseRuntime(wish, () => say('building the image of the lab, once'));
  if (runtime !== 'local') return false;
  say(`no containers: ${why}`);
  process.stdout.write(why);
  return true;
}

async function provide(programs: readonly FetchableProgram[]): Promise<void> {
  const missing = (): FetchableProgram[] => programs.filter((name) => !findProgram(name));
  const wanted = missing().flatMap((name) => packagesOf[name]);
  if (wanted.length === 0) return;
  const installation = `install these programs: ${missing().join(', ')} (Debian and Ubuntu: apt-get install ${wanted.join(' ')})`;
  if (!canFetch()) {
    throw new LabError(
      'LAB_NO_PROGRAMS',
      'programs of the lab are missing, and they are fetched on Debian and Ubuntu only',
      {
        hint: `${installation}, or start a container engine`,
      },
    );
  }
  await fetchPackages(wanted, say);
  if (missing().length > 0) {
    throw new LabError('LAB_NO_PROGRAMS', `the packages did not bring ${missing().join(', ')}`, { hint: installation });
  }
}

try {
  await prepare(process.argv.slice(2));
} catch (error) {
  say(error instanceof BenchError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = error instanceof BenchError && error.name === 'ConfigurationError' ? 2 : 3;
}
