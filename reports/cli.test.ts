/** The command line as a person meets it: words, data, exit status. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@playwright/test';
import { currentCatalogue } from './current-catalogue.ts';
import { grepPattern, playwrightArguments, settingsOf, wordsOf } from './commands/certify.ts';
import { ready } from './commands/doctor.ts';
import { met } from './commands/bench.ts';
import { identities } from '../harness/tap/test-peers.ts';
import { projectFolder } from './outcome.ts';
import { faultless, sampleRun, storeEvidence } from './sample/run.ts';
import { writeReports } from './write-reports.ts';

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-cli-'));
  for (const [name, run] of [
    ['bad', sampleRun()],
    ['good', sampleRun(faultless)],
  ] as const) {
    storeEvidence(run, join(folder, name));
    writeReports(run.record, join(folder, name), { catalogue: currentCatalogue, folder });
  }
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ringproof(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ['--import', import.meta.resolve('tsx'), join(projectFolder, 'reports', 'cli.ts'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: { ...process.env, INIT_CWD: folder } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('judge finds every verdict the same, relative to where the person stands', async () => {
  const { code, stdout } = await ringproof('judge', 'bad');
  expect(stdout).toContain('every verdict is the same, to the byte');
  expect(code).toBe(0);
});

test.describe('tls enumerate', () => {
  test('tells what a listener selects and which requirements it breaks', async () => {
    const { server } = identities('rsa:2048');
    const sound = await openTls({ cert: server.cert, key: server.key, minVersion: 'TLSv1.2' });
    const weak = await openTls({
      cert: server.cert,
      key: server.key,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });

    const good = await ringproof('tls', 'enumerate', sound.address);
    const bad = await ringproof('tls', 'enumerate', weak.address, '--json', '--parallel', '4');
    for (const { close } of [sound, weak]) close();

    expect(stripVTControlCharacters(good.stdout)).toMatch(/TLS 1\.3.*\n.*TLS_AES_256_GCM_SHA384[\s\S]*✓ TLSV-13/);
    expect(good.code).toBe(0);
    const { versions, verdicts } = JSON.parse(bad.stdout) as { versions: object[]; verdicts: object[] };
    expect(versions).toContainEqual(expect.objectContaining({ version: 'TLS 1.0', order: 'server' }));
    expect(verdicts).toContainEqual(expect.objectContaining({ id: 'TLSX-80', verdict: 'fail' }));
    expect(bad.code).toBe(1);
  });

  test('where nothing speaks TLS', async () => {
    const { code, stderr } = await ringproof('tls', 'enumerate', '127.0.0.1:1');

    expect(stderr).toContain('nothing listens at 127.0.0.1:1');
    expect(code).toBe(3);
  });
});

async function openTls(options: TlsOptions): Promise<{ address: string; close: () => void }> {
  const server = createServer(options).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

test('compare exits 1 when something got worse, and --json prints data only', async () => {
  expect((await ringproof('compare', 'bad', 'good')).code).toBe(0);
  const worse = await ringproof('compare', 'good', 'bad', '--json');
  expect(worse.code).toBe(1);
  expect(JSON.parse(worse.stdout)).toMatchObject({ worse: true });
});

const mistakes: [string[], RegExp][] = [
  [['certify', '--area', 'tsl'], /no area "tsl"; accepted: .*; did you mean "tls"\?/],
  [['tls', 'enumerate', '127.0.0.1:443', '--parallel', '0'], /--parallel must be a number from 1 to 99/],
  [['certify', '--grep', 'CERT-99'], /no requirement or case "CERT-99"; accepted: .*did you mean/],
  [['certify', '--grep', 'KS-06/9999'], /no requirement or case "KS-06\/9999"; accepted: .*did you mean "KS-06\/4096"/],
  [
    ['certify', '--policy', 'bpc'],
    /no policy "bpc"; accepted: bcp, rfc, deployed, nist, bsi, mozilla; did you mean "bcp"\?/,
  ],
  [['certify', '--profile', 'bundeled'], /no profile "bundeled"; .*did you mean "bundled"\?/],
  [['certify', '--dut', 'baresp'], /no driver "baresp"; .*did you mean "baresip"\?/],
  [['certify', '--dut', 'command'], /needs --command/],
  [['certify', '--gate', 'claims'], /makes no claims/],
  [['certify', '--waivers', 'nowhere.yaml'], /nowhere\.yaml cannot be read/],
  [['judge', 'nowhere'], /nowhere does not exist/],
  [['explain', 'CERT-99'], /no requirement or case "CERT-99"/],
  [['certfy'], /unknown command 'certfy'/],
];
for (const [args, message] of mistakes) {
  test(`${args.join(' ')}: exit 2 and what would be accepted`, async () => {
    const { code, stderr } = await ringproof(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
}

test('an id selects its tests, also in small letters; any other text stays as it is', () => {
  const selects = (text: string, tags: string): boolean =>
    new RegExp(grepPattern(text, currentCatalogue)).test(`leaf expired over sip ${tags}`);
  expect(selects('cert-03', '@CERT-03 @DT-01')).toBe(true);
  expect(selects('@DT-01', '@CERT-03 @DT-01')).toBe(true);
  expect(selects('DT-01', '@CERT-03 @DT-01-X')).toBe(false);
  expect(selects('DT-01', '@CERT-03 @DT-011')).toBe(false);
  expect(grepPattern('over sip', currentCatalogue)).toBe('over sip');
});

test('what the variants of a case have in common selects all of them, the id of one variant that one', () => {
  const selected = (text: string): string[] =>
    [...currentCatalogue.cases.keys()].filter((id) => new RegExp(grepPattern(text, currentCatalogue)).test(`@${id}`));
  expect(selected('ks-06')).toEqual(['KS-06/3072', 'KS-06/4096']);
  expect(selected('KS-06/4096')).toEqual(['KS-06/4096']);
  expect(selected('KS-21')).toEqual(['KS-21', 'KS-21/PIN']);
  expect(selected('SDES-04/outgoing/mandatory')).toHaveLength(3);
});

test('areas are folders, and what is not ours is handed on', async () => {
  const settings = await settingsOf(
    { policy: 'bcp', failOn: 'must', area: 'tls,media', grep: 'TLSV-03' },
    ['--workers', '1'],
    [],
  );
  expect(playwrightArguments(settings, currentCatalogue)).toEqual([
    'suites/tls/',
    'suites/media/',
    '--grep',
    '@TLSV-03(?![\\w-])',
    '--workers',
    '1',
  ]);
});

test('a command line is split as a shell would', () => {
  expect(wordsOf(`node "my driver.ts" --name 'a b' c`)).toEqual(['node', 'my driver.ts', '--name', 'a b', 'c']);
});

test('targets of times are ceilings, of ratios floors', () => {
  const one = { name: 'x', value: 5, target: 4 };
  expect([
    met({ ...one, unit: 's' }),
    met({ ...one, unit: 'ratio' }),
    met({ ...one, unit: 'ratio', bound: 'atMost' }),
  ]).toEqual([false, true, false]);
});

test('doctor is content with any one way to a lab', () => {
  const checks = (...missing: string[]) =>
    ['node', 'npm packages', 'disk', 'container engine', 'apt', 'kamailio', 'nginx', 'dnsmasq', 'tcc'].map((name) => ({
      name,
      ok: !missing.includes(name),
      detail: '',
    }));
  expect(ready(checks('container engine', 'kamailio'))).toBe(true);
  expect(ready(checks('apt', 'kamailio', 'nginx'))).toBe(true);
  expect(ready(checks('container engine', 'apt'))).toBe(true);
  expect(ready(checks('container engine', 'apt', 'tcc'))).toBe(false);
  expect(ready(checks('node'))).toBe(false);
});
