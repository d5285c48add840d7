/**
 * `node start.mjs test`: types, lint, format, unit tests, then the self-check in each runtime that this machine can have.
 * The last line says how many passed and failed, over all of it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectFolder } from '../places.ts';
import { chooseRuntime, localIsPossible, runtimeVariable, wishedRuntime } from '../runtimes/choose.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What Playwright's JSON report holds of a run; suites stand in suites. */
interface ReportedSuite {
  specs: { title: string; file: string; line: number; ok: boolean; tests: { results: ReportedResult[] }[] }[];
  suites?: ReportedSuite[];
}

interface ReportedResult {
  error?: { message?: string };
}

const require = createRequire(join(projectFolder, 'package.json'));
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let interrupted = false;

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const notes: string[] = [];
const failures: string[] = [];

const checks: [name: string, bin: string, args: string[]][] = [
  ['types', binOf('typescript', 'tsc'), ['-b']],
  ['lint', binOf('eslint', 'eslint'), ['.']],
  ['format', binOf('prettier', 'prettier'), ['--check', '--log-level', 'warn', '.']],
];

for (const [name, bin, args] of checks) {
  const ok = (await node([bin, ...args])) === 0;
  add(name, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
}
add('unit tests', await playwright('unit', {}));
for (const { runtime, possible, reason } of await runtimes()) {
  if (possible) add(`self-check (${runtime})`, await playwright('selfcheck', { [runtimeVariable]: runtime }));
  else notes.push(`NOT exercised: the ${runtime} runtime, because ${reason}`);
}
for (const failure of failures) say(`failed: ${failure}`);
for (const note of notes) say(note);
if (total.skipped > 0) say(`${total.skipped} tests were skipped; their reasons stand above`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = interrupted ? 130 : total.failed > 0 ? 1 : 0;

/** Both runtimes with whether they can be had, or the one that was asked for. */
async function runtimes(): Promise<{ runtime: 'containers' | 'local'; possible: boolean; reason: string }[]> {
  const wish = wishedRuntime(undefined);
  const local = localIsPossible();
  const answers = [{ runtime: 'local' as const, possible: local.ok, reason: local.reason }];
  if (wish === 'local')
    return [...answers, { runtime: 'containers', possible: false, reason: `${runtimeVariable}=local` }];
  const chosen = await chooseRuntime('auto');
  const containers = { runtime: 'containers' as const, possible: chosen.runtime === 'containers', reason: chosen.why };
  if (wish === 'containers') {
    return [containers, { runtime: 'local', possible: false, reason: `${runtimeVariable}=containers` }];
  }
  return [...answers, containers];
}

async function playwright(project: string, environment: Record<string, string>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-test-'));
  const results = join(folder, 'results.json');
  try {
    const args = ['test', '--project', project, '--reporter', 'line,json', ...process.argv.slice(2)];
    const status = await node([join(dirname(require.resolve('@playwright/test/package.json')), 'cli.js'), ...args], {
      ...environment,
      PLAYWRIGHT_JSON_OUTPUT_FILE: results,
    });
    return tally(results, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that fails without a failed test (a file that cannot be loaded, a crash) counts as one failure. */
function tally(results: string, status: number): Tally {
  let counted: Tally = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { stats, suites } = JSON.parse(readFileSync(results, 'utf8')) as {
      stats: { expected: number; unexpected: number; flaky: number; skipped: number };
      suites: ReportedSuite[];
    };
    counted = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    failures.push(...suites.flatMap(failedIn));
  } catch {
    // Without results the status decides.
  }
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** Where each failed test stands and how its message begins: the whole message is far above, among thousands of lines. */
function failedIn({ specs, suites = [] }: ReportedSuite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) => {
      const [message = 'no message'] = tests.flatMap(({ results }) =>
        results.flatMap(({ error }) =>
          stripVTControlCharacters(error?.message ?? '')
            .split('\n')
            .slice(0, 1),
        ),
      );
      return `${file}:${line} ${title}: ${message.slice(0, 200)}`;
    });
  return [...own, ...suites.flatMap(failedIn)];
}

function add(name: string, one: Tally): void {
  total.passed += one.passed;
  total.failed += one.failed;
  total.skipped += one.skipped;
  const skipped = one.skipped > 0 ? `, ${one.skipped} skipped` : '';
  notes.push(`${name}: ${one.passed} passed, ${one.failed} failed${skipped}`);
}

/** Runs a script with this very Node and gives its status. After an interrupt nothing more is started. */
function node(args: string[], environment: Record<string, string> = {}): Promise<number> {
  if (interrupted) return Promise.resolve(130);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    const forward = (signal: NodeJS.Signals): void => {
      interrupted = true;
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    child.once('close', (status) => {
      for (const signal of forwarded) process.off(signal, forward);
      resolve(status ?? 130);
    });
  });
}

function binOf(packageName: string, name: string): string {
  const file = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(file, 'utf8')) as { bin: string | Record<string, string> };
  return join(dirname(file), typeof bin === 'string' ? bin : (bin[name] ?? ''));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
