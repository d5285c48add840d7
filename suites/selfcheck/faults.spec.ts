import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { device, onlyLocal, ringproof } from './certify.ts';
import { Gate } from './gate.ts';
import { LiveRun } from './live-run.ts';

onlyLocal('faults are made in the local runtime, where they can be');
test.skip(process.platform !== 'linux', 'the processes of a run are read from /proc');

const local = ['--runtime', 'local', '--slots', '1', '--area', 'certificates'];
const fewRows = ['--grep', 'authority uploaded.*(CH-01|DT-01|DT-03) refuses over sip'];
const oneRow = ['--grep', 'authority uploaded.*DT-01 refuses over sip'];
/** The live list has told a verdict. */
const aRow = /^[✓✗!?] [A-Z]+-\d+ /m;

test.describe('a part of the bench dies in mid-run', () => {
  test('Kamailio: that test ends in error, it comes back, the rest is judged', async () => {
    const gate = await Gate.open();
    const held = device('held-at-a-gate', String(gate.port), '4');
    const run = new LiveRun('kamailio-killed', [...local, ...fewRows, ...held]);
    await gate.reached();

    const killed = run.kill(/^\S*kamailio /);
    await expect.poll(() => run.isBack(/^\S*kamailio /, killed)).toBe(true);
    gate.letThrough();

    const { rows, exit, benchFaults } = await run.record();
    expect(rows.map((row) => [row.case, row.verdict])).toEqual([
      ['CH-01', 'pass'],
      ['DT-01', 'error'],
      ['DT-03', 'pass'],
    ]);
    expect(rows.find((row) => row.verdict === 'error')?.seen).toMatch(/kamailio was killed/);
    expect(benchFaults).toEqual([expect.objectContaining({ code: 'LAB_PROGRAM_DIED' })]);
    expect([exit, (await run.end()).exit]).toEqual([3, 3]);
  });

  test('the device: that test ends in error, it is started and set up again, the rest is judged', async () => {
    const run = new LiveRun('device-killed', [...local, ...fewRows]);
    await run.says(aRow);

    run.kill(/endpoint\/main\.ts/);

    const { rows } = await run.record();
    const verdicts = rows.map((row) => row.verdict);
    expect(rows.find((row) => row.verdict === 'error')?.reason).toMatch(/DRIVER_CRASHED: the device ended at/);
    expect(verdicts.toSorted()).toEqual(['error', 'pass', 'pass']);
    expect((await run.end()).exit).toBe(3);
  });
});

test.describe('a driver breaks its contract', () => {
  const broken: [manner: string, says: RegExp][] = [
    ['hangs', /DRIVER_TIMEOUT: the device hangs at "trust\.add"/],
    ['says-nothing', /DRIVER_HELLO: .* is no driver: it said nothing within 10 s\n.*first line must be/],
    ['prints-garbage', /DRIVER_HELLO: .* first line is no hello: .*boot loader 0\.9.*\nit is no JSON/],
    [
      'answers-anything',
      /DRIVER_DISHONEST: asked for a method that does not exist, the driver of misbehaving answered/,
    ],
    ['dies-at-once', /DRIVER_DISHONEST: .* died: .* status 7/],
    ['dies-when-it-matters', /DRIVER_CRASHED: the device ended at "register": .* status 7\n[\s\S]*segmentation fault/],
  ];

  test('the run ends with a clear message, and with no pass', async () => {
    const runs = broken.map(([manner, says]) => ({
      run: new LiveRun(`driver-${manner}`, [...local, ...oneRow, ...device('misbehaves', manner)]),
      says,
    }));
    for (const { run, says } of runs) {
      const { exit, output } = await run.end();
      const { rows } = await run.record();

      expect.soft(output).toMatch(says);
      expect.soft(exit, output).toBe(3);
      expect.soft(rows.filter((row) => row.verdict !== 'error')).toEqual([]);
    }
  });
});

test.describe('the run is ended from outside', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal}: what was judged is reported, nothing is left`, async () => {
      const run = new LiveRun(`ended-by-${signal}`, ['--runtime', 'local', '--area', 'certificates']);
      await run.says(aRow);
      const processes = run.processes();

      run.signal(signal);

      const { exit, output } = await run.end();
      expect(exit, output).toBe(130);
      const record = await run.record();
      const verdicts = record.rows.map((row) => row.verdict);
      expect(record).toMatchObject({ interrupted: true, exit: 130, answer: 'CANNOT SAY', benchFaults: [] });
      expect(verdicts).toContain('pass');
      expect(verdicts).not.toContain('error');
      expect(run.leftOf(processes)).toEqual([]);
      expect(run.ledgersOf(processes)).toEqual([]);
      expect(existsSync(join(run.folder, 'slots', '0'))).toBe(false);
    });
  }

  test('SIGKILL of the harness: the next run sweeps what was left', async () => {
    const run = new LiveRun('killed', [...local, ...oneRow, ...device('misbehaves', 'hangs')]);
    await run.says(/^Ringproof: \d+ tests/m);
    const processes = run.processes();
    run.killHarness();
    await run.end();
    expect(run.leftOf(processes).join('\n')).toMatch(/misbehaves\.ts hangs/);

    await new LiveRun('after-the-kill', [...local, ...oneRow, ...device('plain-node-tls')]).end();

    await expect.poll(() => run.leftOf(processes)).toEqual([]);
    expect(run.ledgersOf(processes)).toEqual([]);
  });
});

test.describe('the container engine is there and silent', () => {
  test('auto takes the local runtime and says why, containers says that there is none', async () => {
    const gate = await Gate.open();
    const environment = { DOCKER_HOST: `tcp://127.0.0.1:${gate.port}` };
    const plain = [...device('plain-node-tls'), '--area', 'certificates', ...oneRow];
    const auto = new LiveRun('silent-engine-auto', [...plain, '--runtime', 'auto'], environment);
    const containers = new LiveRun('silent-engine-containers', [...plain, '--runtime', 'containers'], environment);

    const { lab, rows } = await auto.record();
    expect(lab.runtime).toBe('local');
    expect(lab.why).toMatch(/no container engine answers.*no answer within 5 s/);
    expect(rows.map((row) => row.verdict)).toEqual(['pass']);
    const { exit, output } = await containers.end();
    expect(exit).toBe(3);
    expect(output).toMatch(/no container engine answers.*no answer within 5 s\n.*hint: .*--runtime local/);
    gate.letThrough();
  });
});

test.describe('a word that nobody knows', () => {
  const mistakes: [arguments_: string[], says: RegExp][] = [
    [['--profile', 'bundeld'], /no profile "bundeld"; accepted: .*baresip.*; did you mean "bundled"\?/],
    [['--dut', 'barsip'], /no driver "barsip"; accepted: bundled, baresip, command; did you mean "baresip"\?/],
    [['--grep', 'CERT-033'], /no requirement or case "CERT-033"; accepted: .*; did you mean "CERT-03"\?/],
    [['--area', 'certificate'], /no area "certificate"; accepted: .*; did you mean "certificates"\?/],
    [['--flaws', 'ignore-dates'], /no flaw "ignore-dates"; accepted: .*; did you mean "ignores-dates"\?/],
    [['--policy', 'rfcs'], /no policy "rfcs"; accepted: .*; did you mean "rfc"\?/],
    [['--runtime', 'locl'], /"locl".*\n?.*accepted: auto, containers, local; did you mean "local"\?/],
    [['--recordonly'], /unknown option '--recordonly'/],
  ];

  test('on the command line is refused with the accepted words', async () => {
    const ends = await Promise.all(mistakes.map(([words]) => ringproof(['certify', '--runtime', 'local', ...words])));

    for (const [index, [words, says]] of mistakes.entries()) {
      expect.soft(ends[index]?.output, words.join(' ')).toMatch(says);
      expect.soft(ends[index]?.exit, words.join(' ')).toBe(2);
    }
  });

  test('in waivers.yaml is refused with file, line, field and the accepted words', async ({}, info) => {
    const file = info.outputPath('waivers.yaml');
    const waiver = [
      '- requirement: CERT-03',
      '  owner: alice',
      '  raeson: known',
      '  reason: known',
      '  expires: soon',
    ];
    writeFileSync(file, `${waiver.join('\n')}\n`);

    const { exit, output } = await ringproof(['certify', '--runtime', 'local', '--waivers', file]);

    expect(output).toMatch(/waivers\.yaml:3:\d+: raeson: no such field; accepted: .*; did you mean "reason"\?/);
    expect(output).toMatch(/waivers\.yaml:5:12: expires: "soon" is no day; accepted: YYYY-MM-DD/);
    expect(exit).toBe(2);
  });
});
