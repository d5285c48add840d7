import { defineConfig, type Project } from '@playwright/test';
import { tagPattern } from './harness/requirement.ts';
import { readRunSettings } from './harness/run-settings.ts';
import { flawedRows } from './suites/selfcheck/flawed-rows.ts';

// Three kinds of runs share this file: a certification (or a self-check of many variants) that the command line has
// described in RINGPROOF_RUN, the project's unit tests, and its self-check.
const run = readRunSettings();
const specs = { testDir: 'suites', testMatch: '**/*.spec.ts', testIgnore: '**/selfcheck/**' };

function variants(flaws: 'all' | readonly string[] | null): Project[] {
  if (flaws === null) return [{ ...specs, name: 'clean' }];
  return (flaws === 'all' ? Object.keys(flawedRows) : flaws).map((flaw) => ({
    ...specs,
    name: flaw,
    // A flaw's rows share their controls in one slot; another worker would make its own, and starts as a process anew.
    workers: 1,
    use: { flaws: [flaw] },
    grep: new RegExp((flawedRows[flaw] ?? []).map(tagPattern).join('|') || '^$'),
  }));
}

export default defineConfig({
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env.CI,
  outputDir: run ? `${run.out}/playwright` : 'test-results',
  ...(run
    ? {
        globalSetup: './harness/fixtures/global-setup.ts',
        workers: run.slots,
        timeout: 180_000,
        projects: variants(run.flaws),
        reporter: [
          ['./reports/reporter.ts'],
          ['allure-playwright', { resultsDir: `${run.out}/allure-results`, detail: false, suiteTitle: false }],
        ],
      }
    : {
        workers: 2,
        timeout: 60_000,
        reporter: 'line' as const,
        projects: [
          {
            name: 'unit',
            testDir: '.',
            testMatch: '**/*.test.ts',
            testIgnore: ['**/node_modules/**', '**/.lab/**', '**/.build/**'],
          },
          {
            name: 'selfcheck',
            testDir: 'suites/selfcheck',
            testMatch: '**/*.spec.ts',
            // The run of every flaw takes a quarter of an hour on two cores.
            timeout: 1_800_000,
            fullyParallel: false,
            workers: 1,
          },
        ],
      }),
});
