/** `judge`: judges a stored run again, without device and network. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { policies } from '../../harness/profiles/policies.ts';
import { sanitize } from '../console.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { evidenceIn } from '../evidence-store.ts';
import { readRecord, writeWhole } from '../outcome.ts';
import { rejudge, type Rejudged } from '../rejudge.ts';
import { why } from '../why.ts';
import { oneOf } from './accepted.ts';
import { here } from './place.ts';

export function judge(program: Command): void {
  program
    .command('judge')
    .argument('<run>', 'folder of a run, or its run.json')
    .description('judge a stored run again, without device and network')
    .option('--policy <name>', 'weigh it under another policy')
    .option('--out <file>', 'write the record as it was judged now')
    .option('--json', 'print the record and the differences as data')
    .action((run: string, options: { policy?: string; out?: string; json?: boolean }) => {
      const path = here(run);
      const stored = readRecord(path);
      const folder = statSync(path).isDirectory() ? path : dirname(path);
      const policy =
        options.policy === undefined ? stored.policy : oneOf('policy', options.policy, Object.keys(policies));
      const result = rejudge(stored, evidenceIn(folder), currentCatalogue, policy);
      if (options.out !== undefined) writeWhole(here(options.out), `${JSON.stringify(result.record, null, 2)}\n`);
      process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${told(result, stored.policy)}\n`);
      // The weight is the policy's; the verdict never is. Any difference in it breaks the promise of the record.
      process.exitCode = result.differences.length > 0 ? 1 : 0;
    });
}

function told({ record, judged, differences }: Rejudged, before: string): string {
  const lines = differences.map(({ row, field, stored, now }) => {
    const about = [row.requirement, row.case, row.service, row.trust, row.variant]
      .filter((part) => part !== null)
      .join(' ');
    return `${about}: ${field}\n  stored: ${sanitize(stored)}\n  now:    ${sanitize(now)}`;
  });
  const same =
    differences.length === 0 ? 'every verdict is the same, to the byte' : `${differences.length} differences`;
  const policy = record.policy === before ? record.policy : `${record.policy} (the run was under ${before})`;
  return [
    ...lines,
    `${judged} of ${record.rows.length} rows judged again: ${same}`,
    `policy ${policy}: ${record.answer}. ${why(record)}`,
  ].join('\n');
}
