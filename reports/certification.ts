/**
 * The reporter of a certification: collects rows while tests run, prints them, and at the end writes the record and its
 * formats. Playwright swallows what a reporter throws, so everything that can fail is caught here and ends the run red.
 */
import { relative } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import type { Profile } from '../harness/profiles/profile.ts';
import { readRunSettings, type RunSettings } from '../harness/run-settings.ts';
import { readBenchFacts } from './bench-facts.ts';
import type { Catalogue } from './catalogue.ts';
import { conclude, selectionOf, statusOf } from './conclude.ts';
import { estimate, inWords } from './estimate.ts';
import { rowLine, sanitize, summary } from './console.ts';
import { projectFolder, pointLatest, runsFolder } from './outcome.ts';
import { rowsOf, type JudgedRow } from './rows.ts';
import type { RunRecord } from './run-record.ts';
import { ringproofVersion } from './version.ts';
import { readWaivers, type Waiver } from './waivers.ts';
import { writeReports } from './write-reports.ts';

export interface CertificationOptions {
  catalogue: Catalogue;
  settings?: RunSettings | null;
  /** What is known of the device's pace; without it no estimate is printed. */
  profile?: Profile | null;
  /** Where `latest` is kept. */
  folder?: string;
  print?: (text: string) => void;
}

export class Certification implements Reporter {
  readonly #catalogue: Catalogue;
  readonly #settings: RunSettings | null;
  readonly #folder: string;
  readonly #profile: Profile | null;
  readonly #print: (text: string) => void;
  /** By test, so that a retry replaces what it repeats. */
  readonly #rows = new Map<string, JudgedRow[]>();
  /** Failed tests that judged no requirement: they cannot be rows, but they must not pass unseen. */
  readonly #others = new Map<string, string>();
  readonly #errors: RunRecord['benchFaults'] = [];
  #waivers: Waiver[] = [];
  #startedAt = new Date();

  constructor({
    catalogue,
    settings = readRunSettings(),
    folder = runsFolder,
    profile = null,
    print,
  }: CertificationOptions) {
    this.#catalogue = catalogue;
    this.#settings = settings;
    this.#folder = folder;
    this.#profile = profile;
    this.#print = print ?? ((text) => process.stdout.write(`${text}\n`));
  }

  printsToStdio(): boolean {
    return this.#settings !== null;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    if (!this.#settings) return;
    this.#startedAt = new Date();
    const { waiversFile, dut, policy, slots } = this.#settings;
    try {
      if (waiversFile) this.#waivers = readWaivers(waiversFile, [...this.#catalogue.requirements.keys()]);
    } catch (error) {
      this.#fault('WAIVERS', (error as Error).message);
    }
    const tests = suite.allTests();
    const time = this.#profile && inWords(estimate(tests, this.#catalogue.cases, this.#profile, slots));
    this.#print(`Ringproof: ${tests.length} tests against ${dut}, policy ${policy}${time ? `, ${time}` : ''}`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!this.#settings) return;
    const spec = `${relative(projectFolder, test.location.file)}:${test.location.line}`;
    const rows = rowsOf(test, result, spec);
    this.#rows.set(test.id, rows);
    this.#others.delete(test.id);
    for (const row of rows) this.#print(this.#line(row));
    if (rows.length === 0 && !test.ok() && result.status !== 'interrupted') {
      this.#others.set(test.id, test.title);
      this.#print(sanitizeLines(`! ${test.title} (${spec})\n${result.error?.message ?? result.status}`));
    }
  }

  onError(error: TestError): void {
    this.#fault('RUN', error.message ?? error.value ?? 'unknown error');
  }

  onStdOut(chunk: string | Buffer): void {
    if (this.#settings) process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    if (this.#settings) process.stderr.write(chunk);
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    const settings = this.#settings;
    if (!settings) return undefined;
    try {
      const record = this.#conclude(settings, result);
      const page = writeReports(record, settings.out, { catalogue: this.#catalogue, folder: this.#folder });
      if (settings.flaws === null) pointLatest(settings.out, this.#folder);
      this.#print(summary(record, page, this.#catalogue.cases));
      if (record.exit === 130) return { status: 'interrupted' };
      return { status: record.exit === 0 && this.#others.size === 0 ? 'passed' : 'failed' };
    } catch (error) {
      this.#print(`The report could not be written: ${(error as Error).stack ?? String(error)}`);
      return { status: 'failed' };
    }
  }

  #conclude(settings: RunSettings, result: FullResult): RunRecord {
    const bench = readBenchFacts(settings.out, settings);
    const rows = [...this.#rows.values()].flat();
    if (result.status === 'timedout') this.#fault('RUN', 'the time for the whole run was used up');
    if (rows.length === 0 && this.#errors.length === 0 && result.status !== 'interrupted') {
      this.#fault('NO-TESTS', 'no test was selected, so nothing was judged');
    }
    for (const title of this.#others.values())
      this.#fault('TEST', `a test that judges no requirement failed: ${title}`);
    return conclude(rows, this.#catalogue, {
      settings,
      selection: selectionOf(settings),
      dut: bench.dut,
      lab: bench.lab,
      benchFaults: [...this.#errors, ...bench.benchFaults],
      waivers: this.#waivers,
      ringproof: ringproofVersion(),
      startedAt: this.#startedAt.toISOString(),
      durationMs: Date.now() - this.#startedAt.getTime(),
      interrupted: result.status === 'interrupted',
    });
  }

  #line(row: JudgedRow): string {
    const requirement = this.#catalogue.requirements.get(row.requirement);
    const policy = this.#settings?.policy ?? 'bcp';
    const weight = requirement ? this.#catalogue.weightOf(policy, row.requirement, requirement) : 'blocking';
    const waived = this.#settings?.waived.includes(row.requirement) ?? false;
    const gated = { ...row, ...statusOf(row.verdict, weight, this.#settings?.failOn ?? 'must', waived) };
    return rowLine(gated, requirement && { ...requirement, id: row.requirement, weight });
  }

  #fault(code: string, message: string): void {
    this.#errors.push({ code, message: message.replaceAll(/\u001b\[[0-9;]*m/g, '') });
  }
}

const sanitizeLines = (text: string): string => text.split('\n').map(sanitize).join('\n');
