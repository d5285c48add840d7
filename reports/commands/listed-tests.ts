/** Asks Playwright which tests there are: the one source of truth for "the spec that tests it". */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import { ConfigurationError } from '../../harness/errors.ts';
import { annotated } from '../rows.ts';
import { projectFolder } from '../outcome.ts';
import type { ListedTest } from '../listing.ts';
import { settingsOf } from './certify.ts';
import { playwright } from './playwright.ts';

export async function listedTests(): Promise<ListedTest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-list-'));
  try {
    const settings = await settingsOf({ policy: 'bcp', failOn: 'must', out: folder }, [], []);
    const file = join(folder, 'settings.json');
    writeFileSync(file, JSON.stringify(settings));
    const { stdout, code } = await playwright(file, ['--list', '--reporter=json'], true);
    let report: JSONReport;
    try {
      report = JSON.parse(stdout.slice(Math.max(0, stdout.indexOf('{')))) as JSONReport;
    } catch (cause) {
      throw new ConfigurationError('LIST', `Playwright did not list the tests (it ended with ${code})`, { cause });
    }
    const broken = report.errors[0];
    if (broken)
      throw new ConfigurationError('LIST', `the specs cannot be loaded: ${broken.message ?? 'unknown error'}`);
    return report.suites.flatMap((suite) => testsOf(suite, report.config.rootDir, []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testsOf(suite: JSONReportSuite, root: string, titles: readonly string[]): ListedTest[] {
  const own = suite.specs.map((spec): ListedTest => ({
    title: [...titles, spec.title].join(' '),
    spec: `${relative(projectFolder, resolve(root, spec.file))}:${spec.line}`,
    requirements: [...new Set(spec.tests.flatMap((test) => annotated(test, 'requirement')))],
    cases: [...new Set(spec.tests.flatMap((test) => annotated(test, 'case')))],
  }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, root, [...titles, inner.title]))];
}
