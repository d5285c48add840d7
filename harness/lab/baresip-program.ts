/** Where baresip is: installed, or unpacked under .lab/root. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../errors.ts';
import type { BaresipProgram } from '../dut/drivers/baresip.ts';
import { findProgram, programEnvironment } from './programs.ts';

/** Throws LabError where it is not. */
export function findBaresip(): BaresipProgram {
  const found = findProgram('baresip');
  if (!found) {
    throw new LabError('BARESIP_MISSING', 'baresip is not on this machine', { hint: 'apt-get install baresip-core' });
  }
  const env = { ...process.env, ...programEnvironment() };
  const modules = join(dirname(dirname(found.path)), 'lib/baresip/modules');
  if (!existsSync(modules)) throw new LabError('BARESIP_MISSING', `no modules of baresip in ${modules}`);
  // It prints its version before its help, and ends with a status that says nothing.
  const { stdout, stderr } = spawnSync(found.path, ['-h'], { env, encoding: 'utf8', timeout: 5000 });
  const version = /baresip v?([\d.]+)/i.exec(`${stdout}${stderr}`)?.[1] ?? 'unknown';
  return { binary: found.path, env, modules, version };
}
