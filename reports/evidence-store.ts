/** Reads the evidence beside a record. A file that is missing, too big or no evidence is an absence with a reason, never a crash. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Evidence } from '../harness/evidence.ts';

export interface EvidenceStore {
  read(path: string): Evidence | { missing: string };
  /** Size in bytes; null where the file is not there. */
  size(path: string): number | null;
}

/** More than this is no evidence that the harness wrote: a pass keeps 64 KiB of payload. */
const largest = 32 * 1024 * 1024;

export function evidenceIn(folder: string): EvidenceStore {
  const inside = (path: string): string | null => {
    const full = join(folder, path);
    const away = relative(folder, full);
    return away.startsWith('..') || isAbsolute(away) ? null : full;
  };
  const size = (path: string): number | null => {
    const full = inside(path);
    const stats = full === null ? undefined : statSync(full, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : null;
  };
  return {
    size,
    read: (path) => {
      const bytes = size(path);
      if (bytes === null) return { missing: `${path} is not in the run's folder` };
      if (bytes > largest) return { missing: `${path} is larger than ${largest / 1024 / 1024} MiB` };
      try {
        const content = readFileSync(join(folder, path));
        const named = /([0-9a-f]{64})\.json$/.exec(path)?.[1];
        if (named && createHash('sha256').update(content).digest('hex') !== named) {
          return { missing: `${path} was changed: its content has another SHA-256 than its name` };
        }
        const evidence = JSON.parse(content.toString('utf8')) as Evidence;
        return evidence.schema === 1 ? evidence : { missing: `${path} is of schema ${String(evidence.schema)}, not 1` };
      } catch (error) {
        return { missing: `${path} cannot be read: ${(error as Error).message}` };
      }
    },
  };
}

export const isEvidence = (read: Evidence | { missing: string }): read is Evidence => 'schema' in read;
