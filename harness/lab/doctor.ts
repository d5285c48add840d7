/** What a machine must have, one check per prerequisite. Each tells what to do where it fails. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFolder, projectFolder } from './places.ts';
import { findProgram, packagesOf, programEnvironment, type FetchableProgram } from './programs.ts';
import { engineAnswers } from './runtimes/engine.ts';
import { versionIn } from './runtimes/runtime.ts';
import { canFetch } from './setup/fetch.ts';

const run = promisify(execFile);

export interface Check {
  name: string;
  ok: boolean;
  detail: string;
  advice?: string;
}

export const oldestNode = [20, 19] as const;
const leastFreeBytes = 1024 ** 3;

export async function checks(): Promise<Check[]> {
  const asked = await Promise.all([
    engine(),
    labProgram('kamailio', '-v'),
    labProgram('nginx', '-v'),
    labProgram('dnsmasq', '--version'),
    labProgram('tcc', '-v'),
    tool('openssl', 'version', 'tests compare with it; install openssl'),
    tool('chromium', '--version', 'tests of the pages need it; install chromium'),
  ]);
  return [node(), packages(), ...asked, apt(), disk()];
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    name: 'node',
    ok,
    detail: process.versions.node,
    ...(ok ? {} : { advice: `install ${oldestNode.join('.')} or later` }),
  };
}

function packages(): Check {
  const name = 'npm packages';
  const advice = 'npm ci (every command of start.mjs does it where needed)';
  const installed = join(projectFolder, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return { name, ok: false, detail: 'not installed', advice };
  const { packages: entries } = JSON.parse(readFileSync(installed, 'utf8')) as { packages?: object };
  return { name, ok: true, detail: `${Object.keys(entries ?? {}).length} installed` };
}

async function engine(): Promise<Check> {
  const { ok, reason } = await engineAnswers();
  const advice = 'optional: without one the lab runs as local processes';
  return { name: 'container engine', ok, detail: reason, ...(ok ? {} : { advice }) };
}

async function labProgram(name: FetchableProgram, versionArgument: string): Promise<Check> {
  const found = findProgram(name);
  if (found) {
    const env = { ...process.env, ...(found.unpacked ? programEnvironment() : {}) };
    const version = await versionOf(found.path, versionArgument, env);
    if (version) return { name, ok: true, detail: `${version}, ${found.path}` };
    return { name, ok: false, detail: `${found.path} does not run`, advice: 'delete .lab/root and start again' };
  }
  const advice = canFetch()
    ? `only needed without containers; \`certify --runtime local\` fetches it without root (package ${packagesOf[name].join(', ')})`
    : `only needed without containers; install it`;
  return { name, ok: false, detail: 'not found', advice };
}

async function tool(name: string, versionArgument: string, advice: string): Promise<Check> {
  const found = findProgram(name);
  const version = found ? await versionOf(found.path, versionArgument, process.env) : null;
  return found && version
    ? { name, ok: true, detail: `${version}, ${found.path}` }
    : { name, ok: false, detail: 'not found', advice: `optional: ${advice}` };
}

function apt(): Check {
  const ok = canFetch();
  const advice = 'without it, install the programs yourself or use containers';
  return {
    name: 'apt',
    ok,
    detail: ok ? 'can fetch programs without root' : 'no Debian or Ubuntu',
    ...(ok ? {} : { advice }),
  };
}

function disk(): Check {
  const { bavail, bsize } = statfsSync(existsSync(labFolder) ? labFolder : projectFolder);
  const free = bavail * bsize;
  const ok = free >= leastFreeBytes;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return { name: 'disk', ok, detail, ...(ok ? {} : { advice: 'free 1 GiB for programs, images and evidence' }) };
}

async function versionOf(path: string, argument: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(path, [argument], { env, timeout: 10_000 });
    return versionIn(`${stdout}${stderr}`);
  } catch {
    return null;
  }
}
