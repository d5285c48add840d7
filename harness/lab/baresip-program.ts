/** Where baresip is: installed, or unpacked under .lab/root. */
import { execFileSync } from 'node:child_process';
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
  const text = execFileSync(found.path, ['-h'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return { binary: found.path, env, modules, version: /baresip v?([\d.]+)/i.exec(text)?.[1] ?? 'unknown' };
}
