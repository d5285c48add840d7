import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, sweep } from './ledger.ts';

test.skip(process.platform !== 'linux', 'processes are identified by /proc');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-ledger-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A run in a process of its own that starts one program, tells its id, and is then killed. */
async function killedRun(): Promise<number> {
  const module = join(import.meta.dirname, 'ledger.ts');
  const source = `
    import { spawn } from 'node:child_process';
    import { Ledger } from ${JSON.stringify(module)};
    const ledger = new Ledger(${JSON.stringify(folder)});
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    ledger.addGroup(child.pid);
    process.stdout.write(String(child.pid));
    setInterval(() => {}, 1000);`;
  const run = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(run.stdout, 'data')) as [Buffer];
  run.kill('SIGKILL');
  await once(run, 'exit');
  return Number(line.toString());
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('the next run ends what a killed run left', async () => {
  const left = await killedRun();
  expect(isRunning(left)).toBe(true);
  const found = await sweep(folder);
  expect(found).toEqual([expect.stringContaining(`process group ${left}`)]);
  await expect.poll(() => isRunning(left)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('a living run is not touched', async () => {
  const ledger = new Ledger(folder);
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  ledger.addGroup(child.pid ?? 0);
  expect(await sweep(folder)).toEqual([]);
  expect(child.exitCode).toBeNull();
  expect(readdirSync(folder)).toHaveLength(1);
  child.kill('SIGKILL');
  ledger.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that got the id of a dead one is not touched', async () => {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const other = { pid: child.pid, started: '1' };
  writeFileSync(join(folder, 'x.json'), JSON.stringify({ owner: other, groups: [other], containers: false }));
  expect(await sweep(folder)).toEqual([]);
  expect(isRunning(child.pid ?? 0)).toBe(true);
  child.kill('SIGKILL');
});
