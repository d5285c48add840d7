/**
 * The lab's programs on this machine: from the PATH (and the system's sbin folders, which ordinary users lack in theirs),
 * else from `.lab/root`, where they were unpacked without root.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { programsRoot } from './places.ts';

export interface FoundProgram {
  path: string;
  /** Under `.lab/root`: needs `programEnvironment()`. */
  unpacked: boolean;
}

/** Debian packages that bring a program, for those that can be fetched. */
export const packagesOf = {
  kamailio: ['kamailio', 'kamailio-tls-modules'],
  nginx: ['nginx-light'],
  dnsmasq: ['dnsmasq-base'],
  tcc: ['tcc'],
  baresip: ['baresip-core'],
} as const;

export type FetchableProgram = keyof typeof packagesOf;

export const labPrograms = ['kamailio', 'nginx', 'dnsmasq', 'tcc'] as const satisfies readonly FetchableProgram[];

export function findProgram(name: string): FoundProgram | null {
  for (const folder of searchPath()) {
    const path = join(folder, name);
    if (!isExecutable(path)) continue;
    // A Kamailio without its TLS module is of no use: the unpacked one has it.
    if (name === 'kamailio' && !systemKamailioHasTls()) continue;
    return { path, unpacked: false };
  }
  for (const folder of ['usr/sbin', 'usr/bin', 'sbin', 'bin']) {
    const path = join(programsRoot, folder, name);
    if (isExecutable(path)) return { path, unpacked: true };
  }
  return null;
}

/** What a program from `.lab/root` needs in its environment; harmless for the system's own. */
export function programEnvironment(): Record<string, string> {
  const folders = libraryFolders();
  return folders.length > 0 ? { LD_LIBRARY_PATH: folders.join(':') } : {};
}

/** Folders with shared libraries under `.lab/root`. Kamailio's modules find its own ones by an absolute path elsewhere. */
export function libraryFolders(): string[] {
  return ['usr/lib', 'lib'].flatMap((base) => {
    const folder = join(programsRoot, base);
    if (!existsSync(folder)) return [];
    const own = triplets(folder).map((name) => join(folder, name));
    return [...own, ...own.map((name) => join(name, 'kamailio')).filter((name) => existsSync(name)), folder];
  });
}

/** Folder of Kamailio's modules under `.lab/root`. */
export function unpackedKamailioModules(): string | null {
  return modulesIn(join(programsRoot, 'usr/lib'));
}

const systemKamailioHasTls = (): boolean =>
  ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/local/lib64'].some((folder) => modulesIn(folder) !== null);

function modulesIn(libraries: string): string | null {
  if (!existsSync(libraries)) return null;
  const candidates = [libraries, ...triplets(libraries).map((name) => join(libraries, name))];
  const folders = candidates.map((folder) => join(folder, 'kamailio/modules'));
  return folders.find((folder) => existsSync(join(folder, 'tls.so'))) ?? null;
}

/** `x86_64-linux-gnu`, `aarch64-linux-gnu`, ... */
const triplets = (folder: string): string[] => readdirSync(folder).filter((name) => /^[\w]+-linux-gnu\w*$/.test(name));

const searchPath = (): string[] => [
  ...new Set([...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin']),
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
