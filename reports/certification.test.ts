/** The reporter inside a real Playwright run of a tiny suite: what ends up in the record, and the exit status. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder, readRecord, runsFolder } from './outcome.ts';

const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');

let folder = '';
test.beforeEach(() => {
  mkdirSync(runsFolder, { recursive: true });
  folder = mkdtempSync(join(runsFolder, '.test-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  output: string;
}

/** Runs the body of a spec under the reporter; `until` is a line of output at which the run is interrupted. */
async function run(spec: string, until?: string): Promise<Outcome> {
  const out = join(folder, 'run');
  mkdirSync(out);
  const settings = {
    id: 'x',
    out,
    dut: 'bundled',
    profile: 'bundled',
    persona: null,
    policy: 'bcp',
    gate: 'baseline',
    failOn: 'must',
    runtime: 'auto',
    recordOnly: false,
    slots: 1,
    areas: null,
    grep: null,
    flaws: null,
    waiversFile: null,
    waived: [],
    commandLine: 'ringproof certify',
    passThrough: [],
  };
  const bench = {
    dut: { name: 'device', version: '1', driver: 'bundled', profile: 'bundled' },
    lab: { runtime: 'local', why: 'test', programs: {}, readyMs: 1 },
    benchFaults: [],
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  writeFileSync(join(out, 'bench.json'), JSON.stringify(bench));
  writeFileSync(join(folder, 'reporter.ts'), reporter(folder));
  writeFileSync(join(folder, 'a.spec.ts'), `${head}\n${spec}`);
  writeFileSync(
    join(folder, 'playwright.config.ts'),
    `export default { workers: 1, reporter: [['./reporter.ts']], outputDir: './playwright' };`,
  );
  const child = spawn(process.execPath, [cli, 'test', '--config', join(folder, 'playwright.config.ts')], {
    cwd: projectFolder,
    env: { ...process.env, RINGPROOF_RUN: join(folder, 'settings.json'), NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    const before = output;
    output += chunk.toString('utf8');
    if (until !== undefined && !before.includes(until) && output.includes(until)) child.kill('SIGINT');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

const reporter = (runs: string): string => `
import { Certification } from '${projectFolder}/reports/certification.ts';
const requirement = { level: 'MUST', clause: 'RFC 0000 §1', sentence: 'Refuse what is wrong.', risk: 'harm', area: 'tls', judge: () => ({}) };
const catalogue = { requirements: new Map([['A-01', requirement], ['A-02', requirement]]), cases: new Map(), kills: {}, excluded: {}, weightOf: () => 'blocking' };
export default class extends Certification {
  constructor() { super({ catalogue, folder: '${runs}' }); }
}`;

const head = `
import { test, expect } from '@playwright/test';
const asks = (id) => ({ annotation: { type: 'requirement', description: id } });
const row = (requirement, verdict) => test.info().attach('ringproof-row', { contentType: 'application/json', body: JSON.stringify({ requirement, case: null, service: 'sip', trust: 'M2', variant: 'clean', verdict, expected: 'closed', seen: 'REGISTER', reason: null, evidence: null, captures: [] }) });
`;

test('all judged and passed: exit 0, all files, latest points at it', async () => {
  const { code, output } = await run(
    `test('one', asks('A-01'), () => row('A-01', 'pass')); test('two', asks('A-02'), () => row('A-02', 'pass'));`,
  );
  expect(output).toContain('May this firmware ship? YES');
  expect(code).toBe(0);
  const out = join(folder, 'run');
  expect(
    ['run.json', 'run.schema.json', 'junit.xml', 'index.html'].filter((name) => !existsSync(join(out, name))),
  ).toEqual([]);
  expect(readRecord(join(folder, 'latest')).answer).toBe('YES');
  expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('tests="2" failures="0" errors="0" skipped="0"');
});

test('a failure is told in the one shape of messages, a crash is an error, and nothing is lost', async () => {
  const { code, output } = await run(
    `test('one', asks('A-01'), async () => { await row('A-01', 'fail'); expect(1).toBe(2); }); test('two', asks('A-02'), () => { throw new Error('LAB-DIED: gone'); });`,
  );
  expect(code).toBe(1);
  expect(output).toContain(
    'A-01 (RFC 0000 §1, MUST): refuse what is wrong\n      expected: closed\n      seen:     REGISTER\n      risk:     harm',
  );
  const record = readRecord(join(folder, 'run'));
  expect(record).toMatchObject({ answer: 'NO', exit: 1 });
  expect(record.rows.map((one) => `${one.requirement} ${one.verdict} ${one.seen}`)).toEqual([
    'A-01 fail REGISTER',
    'A-02 error LAB-DIED: gone',
  ]);
});

test('an interrupt reports what was judged, exit 130', async () => {
  const { code, output } = await run(
    `test('one', asks('A-01'), () => row('A-01', 'pass')); test('two', asks('A-02'), async () => { console.log('waiting now'); await new Promise(() => {}); });`,
    'waiting now',
  );
  expect(code).toBe(130);
  expect(output).toContain('exit 130');
  expect(readRecord(join(folder, 'run'))).toMatchObject({
    interrupted: true,
    answer: 'CANNOT SAY',
    exit: 130,
    requirements: [{ verdict: 'pass' }, { verdict: 'not-run' }],
  });
});

test('a broken spec is a fault of the bench, not a pass', async () => {
  const { code } = await run(`throw new Error('no such thing');`);
  expect(code).toBe(1);
  const record = readRecord(join(folder, 'run'));
  expect(record).toMatchObject({ exit: 3, answer: 'CANNOT SAY' });
  expect(record.benchFaults[0]?.message).toContain('no such thing');
});

test('a failed test that judges no requirement cannot pass unseen', async () => {
  const { code } = await run(
    `test('one', asks('A-01'), () => row('A-01', 'pass')); test('two', asks('A-02'), () => row('A-02', 'pass')); test('other', () => { expect(1).toBe(2); });`,
  );
  expect(code).toBe(1);
  expect(readRecord(join(folder, 'run'))).toMatchObject({ exit: 3, benchFaults: [{ code: 'TEST' }] });
});
