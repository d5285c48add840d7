/** The paragraph beside the answer: why, in counts, and what the answer would be without the worst. */
import { countFailures, countVerdicts } from './counts.ts';
import type { RunRecord } from './run-record.ts';

export function why(record: RunRecord): string {
  const counts = countVerdicts(record.requirements);
  const { blocking, waived, warnings } = countFailures(record);
  const judged = record.requirements.length - counts['not-run'] - counts['not-applicable'] - counts.observed;
  const missing = record.requirements.filter((one) => one.verdict === 'not-run' && one.weight === 'blocking').length;
  const said: string[] = [];
  const unknown = [
    ...(counts.inconclusive > 0 ? [`${some(counts.inconclusive)} ${be(counts.inconclusive)} inconclusive`] : []),
    ...(counts.error > 0 ? [`${some(counts.error)} ended in a bench error`] : []),
  ].join(' and ');
  if (blocking > 0) {
    said.push(
      `${capital(number(blocking))} ${noun(blocking)} of ${judged} judged ${blocking === 1 ? 'fails' : 'fail'} and ${blocking === 1 ? 'blocks' : 'block'}.`,
    );
    if (unknown) said.push(`${capital(unknown)}.`);
    const rest = unknown || missing > 0 ? 'CANNOT SAY' : 'YES';
    said.push(`Without the ${blocking === 1 ? 'failure' : 'failures'} the answer would be ${rest}.`);
  } else if (record.answer === 'CANNOT SAY') {
    said.push('Nothing that blocks has failed, but not everything that must be known is known.');
    if (unknown) said.push(`${capital(unknown)}.`);
    if (missing > 0)
      said.push(
        `${capital(number(missing))} blocking ${noun(missing)} ${missing === 1 ? 'was' : 'were'} not run${record.selection ? `: this run was limited by ${record.selection}` : ''}.`,
      );
    if (record.benchFaults.length > 0)
      said.push(
        `The bench had ${record.benchFaults.length} ${record.benchFaults.length === 1 ? 'fault' : 'faults'} of its own.`,
      );
  } else
    said.push(
      `${judged === 1 ? 'The one requirement that was judged is' : `All ${judged} requirements that were judged are`} met${warnings + waived > 0 ? ', but for those named here' : ''}.`,
    );
  if (counts.observed > 0)
    said.push(`${capital(some(counts.observed))} ${be(counts.observed)} only observed: no clause draws a line there.`);
  if (waived > 0) said.push(`${capital(number(waived))} ${waived === 1 ? 'failure is' : 'failures are'} waived.`);
  if (warnings > 0)
    said.push(
      `${capital(number(warnings))} ${warnings === 1 ? 'failure only warns' : 'failures only warn'} under this policy.`,
    );
  const rotten = record.waivers.filter((waiver) => waiver.state !== 'applied');
  for (const waiver of rotten)
    said.push(`The waiver for ${waiver.requirement} is ${waiver.state}, which ends the run red.`);
  if (record.interrupted) said.push('The run was interrupted; what had been judged is reported.');
  if (record.recordOnly) said.push('The run only recorded: nothing failed it.');
  return said.join(' ');
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const number = (count: number): string => words[count] ?? String(count);
const noun = (count: number): string => (count === 1 ? 'requirement' : 'requirements');
const some = (count: number): string => `${number(count)} ${noun(count)}`;
const be = (count: number): string => (count === 1 ? 'is' : 'are');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
