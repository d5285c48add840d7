/**
 * Debian's and Ubuntu's programs without root: apt-get with private state and cache, unpacked into `.lab/root`. Nothing is
 * installed and nothing of the system is changed.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../../errors.ts';
import { labFolder, programsRoot } from '../places.ts';

const run = promisify(execFile);

const dpkgStatus = '/var/lib/dpkg/status';
const aptFolder = join(labFolder, 'apt');
const patience = 600_000;

export const canFetch = (): boolean =>
  process.platform === 'linux' && existsSync(dpkgStatus) && existsSync('/usr/bin/apt-get');

/** Downloads the packages with every dependency that the system lacks, and unpacks them. Safe to interrupt: a folder
 * appears only when it is complete. Not for two processes at once; `start.mjs` holds a lock around it. */
export async function fetchPackages(packages: readonly string[], say: (line: string) => void): Promise<void> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'dpkg']) {
    mkdirSync(join(aptFolder, folder), { recursive: true });
  }
  // apt must know what the system has, or it would fetch all of it; but it must not take the wished packages for present.
  writeFileSync(join(aptFolder, 'dpkg/status'), without(packages, readFileSync(dpkgStatus, 'utf8')));
  for (const name of archives()) rmSync(join(aptFolder, 'cache/archives', name));
  say(`fetching ${packages.join(', ')} into .lab/ (nothing is installed)`);
  await apt(['update']);
  await apt(['install', '--yes', '--download-only', '--no-install-recommends', ...packages]);
  await unpack();
}

async function apt(args: string[]): Promise<void> {
  const options = {
    'Dir::State': join(aptFolder, 'state'),
    'Dir::State::status': join(aptFolder, 'dpkg/status'),
    'Dir::Cache': join(aptFolder, 'cache'),
    // As root apt would drop to a user that may not enter this folder.
    'APT::Sandbox::User': 'root',
  };
  const settings = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  try {
    await run('apt-get', ['-q', ...settings, ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      timeout: patience,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (cause) {
    const { stderr, stdout } = cause as { stderr?: string; stdout?: string };
    throw new LabError('LAB_FETCH', `apt-get ${args[0] ?? ''} failed`, {
      cause,
      hint: 'are the mirrors of /etc/apt/sources.list reached?',
      log: `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n'),
    });
  }
}

async function unpack(): Promise<void> {
  const fresh = join(labFolder, `unpack-${process.pid}`);
  // What an interrupted start left.
  for (const name of readdirSync(labFolder)) {
    if (name.startsWith('unpack-')) rmSync(join(labFolder, name), { recursive: true, force: true });
  }
  mkdirSync(fresh);
  try {
    for (const name of archives()) {
      // The system's loader goes with the system's C library; another one beside it would not start.
      if (/^libc6_/.test(name)) continue;
      await run('dpkg-deb', ['-x', join(aptFolder, 'cache/archives', name), fresh], { timeout: patience });
    }
    if (existsSync(programsRoot))
      cpSync(programsRoot, fresh, { recursive: true, verbatimSymlinks: true, force: false });
    const old = `${fresh}.old`;
    if (existsSync(programsRoot)) renameSync(programsRoot, old);
    renameSync(fresh, programsRoot);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const archives = (): string[] => readdirSync(join(aptFolder, 'cache/archives')).filter((name) => name.endsWith('.deb'));

const without = (packages: readonly string[], status: string): string =>
  status
    .split('\n\n')
    .filter((stanza) => !packages.includes(/^Package: (.*)$/m.exec(stanza)?.[1] ?? ''))
    .join('\n\n');
