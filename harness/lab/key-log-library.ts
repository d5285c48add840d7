/**
 * The library that makes Kamailio and nginx write their TLS secrets: compiled once from images/keylog.c, by the C compiler
 * that is smallest to fetch. The name carries the digest of the source, so that a changed source is compiled anew.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../errors.ts';
import { imagesFolder, labFolder } from './places.ts';
import { findProgram, libraryFolders, programEnvironment } from './programs.ts';

const run = promisify(execFile);

export async function keyLogLibrary(): Promise<string> {
  const source = join(imagesFolder, 'keylog.c');
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const library = join(labFolder, `keylog-${digest}.so`);
  if (existsSync(library)) return library;
  mkdirSync(labFolder, { recursive: true });
  const unfinished = `${library}.${process.pid}`;
  const { path, args } = compiler();
  try {
    await run(path, [...args, '-nostdlib', '-shared', '-o', unfinished, source], {
      env: { ...process.env, ...programEnvironment() },
      timeout: 30_000,
    });
  } catch (cause) {
    throw new LabError('LAB_KEY_LOG_LIBRARY', `${path} could not compile ${source}`, {
      cause,
      log: String(cause).split('\n'),
    });
  }
  renameSync(unfinished, library);
  return library;
}

function compiler(): { path: string; args: string[] } {
  const tcc = findProgram('tcc');
  if (tcc?.unpacked) {
    const own = libraryFolders().find((folder) => existsSync(join(folder, 'tcc')));
    return { path: tcc.path, args: own ? ['-B', join(own, 'tcc')] : [] };
  }
  if (tcc) return { path: tcc.path, args: [] };
  const other = findProgram('cc') ?? findProgram('gcc') ?? findProgram('clang');
  if (other) return { path: other.path, args: ['-fPIC', '-fno-stack-protector'] };
  throw new LabError('LAB_NO_COMPILER', 'there is no C compiler for the key-log library', {
    hint: 'install tcc, or start by `node start.mjs`, which fetches it on Debian and Ubuntu',
  });
}
