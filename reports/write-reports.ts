/** Writes a record and all its formats into the folder of the run; the record first, as everything can be made from it. */
import { join } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import { evidenceIn } from './evidence-store.ts';
import { page } from './formats/html/page.ts';
import { junit } from './formats/junit.ts';
import { earlierRecords, writeWhole } from './outcome.ts';
import { runRecordJsonSchema, type RunRecord } from './run-record.ts';

export interface WriteOptions {
  catalogue: Pick<Catalogue, 'cases' | 'matrices' | 'stacks' | 'trustFiles'>;
  /** The folder of all runs, where the earlier records of the device are. */
  folder: string;
}

/** Returns the path of the page. */
export function writeReports(record: RunRecord, out: string, { catalogue, folder }: WriteOptions): string {
  writeWhole(join(out, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
  writeWhole(join(out, 'run.schema.json'), `${JSON.stringify(runRecordJsonSchema(), null, 2)}\n`);
  writeWhole(join(out, 'junit.xml'), junit(record));
  const html = page({
    record,
    evidence: evidenceIn(out),
    ...catalogue,
    earlier: earlierRecords(record, folder),
  });
  const path = join(out, 'index.html');
  writeWhole(path, html);
  return path;
}
