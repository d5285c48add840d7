#!/usr/bin/env node
// The entry to everything. Plain JavaScript without dependencies, because it runs before `npm ci`: it installs what is
// missing (npm packages, the lab's programs), then hands over to the command line in reports/cli.ts.
import { spawn } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const project = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const oldestNode = [20, 19];
const labCommands = ['certify', 'test', 'bench'];
const lockPatience = 15 * 60_000;

const [command, ...args] = process.argv.slice(2);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  stop(`Ringproof needs Node ${oldestNode.join('.')} or later, this is ${process.versions.node}: install a newer one`);
}

const asksForHelp = args.includes('--help') || args.includes('-h');
await alone(async () => {
  await installPackages();
  if (labCommands.includes(command) && !asksForHelp) await prepareLab();
});
const script = command === 'test' ? 'harness/lab/setup/test-command.ts' : 'reports/cli.ts';
const rest = command === 'test' ? args : process.argv.slice(2);
process.exitCode = await run(process.execPath, ['--import', 'tsx', join(project, script), ...rest]);

/** `npm ci` where node_modules is absent, incomplete, or of another package-lock.json. */
async function installPackages() {
  const lockFile = join(project, 'package-lock.json');
  const stamp = join(project, 'node_modules', '.ringproof-lock');
  const digest = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const installed = join(project, 'node_modules', '.package-lock.json');
  // Whoever ran `npm ci` by hand after the last change of the lock file has what is needed.
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;
  if (!fresh) {
    process.stderr.write('setup: installing npm packages\n');
    const status = await run('npm', ['ci', '--no-fund', '--no-audit', '--include=dev'], {
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      npm_config_loglevel: 'error',
    });
    if (status === 130) process.exit(130);
    if (status !== 0) stop('npm ci failed: see above; is the npm registry reached?');
  }
  writeFileSync(stamp, digest);
}

async function prepareLab() {
  let noEngine = '';
  const status = await run(
    process.execPath,
    ['--import', 'tsx', join(project, 'harness/lab/setup/prepare.ts'), command, ...args],
    { RINGPROOF_NO_ENGINE: '' },
    (text) => (noEngine += text),
  );
  if (status !== 0) process.exit(status);
  // Said to what follows, so that nobody waits for a silent engine twice. The tests ask for themselves.
  if (command !== 'test') process.env.RINGPROOF_NO_ENGINE = noEngine;
}

/** Runs a program on this terminal, hands signals on, and gives its exit status; 130 where a signal ended it. */
function run(program, programArguments, environment = {}, onOutput = undefined) {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, {
      cwd: project,
      stdio: ['inherit', onOutput ? 'pipe' : program === 'npm' ? process.stderr : 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
      shell: process.platform === 'win32' && program === 'npm',
    });
    child.stdout?.on('data', (chunk) => onOutput(chunk.toString()));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    // A terminal sends Ctrl-C to the child as well: the parent only waits for it then.
    const forward = (signal) => (signal !== 'SIGINT' || !process.stdin.isTTY ? child.kill(signal) : undefined);
    for (const signal of signals) process.on(signal, forward);
    const end = (status) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(status);
    };
    child.once('error', (error) => {
      process.stderr.write(`setup: ${program} cannot be started: ${error.message}\n`);
      end(3);
    });
    child.once('close', (status, signal) => end(signal ? 130 : status));
  });
}

/** Two starts at once set up one after the other. The lock is a file with its holder's process id, linked into place. */
async function alone(work) {
  const folder = join(project, '.lab');
  const lock = join(folder, 'setup.lock');
  const mine = `${lock}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(mine, String(process.pid));
  const deadline = Date.now() + lockPatience;
  let held = false;
  const letGo = () => {
    rmSync(mine, { force: true });
    if (held) rmSync(lock, { force: true });
    held = false;
  };
  process.once('exit', letGo);
  for (let said = false; !(held = take(lock, mine)); said = true) {
    const holder = holderOf(lock);
    if (holder !== null && !isAlive(holder)) rmSync(lock, { force: true });
    else if (Date.now() > deadline) stop(`process ${holder} holds ${lock} for too long: end it, or delete the file`);
    else {
      if (!said && holder) process.stderr.write(`setup: waiting for process ${holder}, which is setting up\n`);
      await delay(100);
    }
  }
  await work();
  letGo();
}

function take(lock, mine) {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function stop(message) {
  process.stderr.write(`setup: ${message}\n`);
  process.exit(3);
}
