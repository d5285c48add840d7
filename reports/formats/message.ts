/** The one shape of a message about a requirement. */
import type { RequirementRecord, Row } from '../run-record.ts';

export function message(
  requirement: Pick<RequirementRecord, 'id' | 'clause' | 'level' | 'sentence' | 'risk'>,
  row: Row,
): string {
  const { id, clause, level, sentence, risk } = requirement;
  const text = sentence.replace(/\.$/, '');
  const files = [row.evidence, ...row.captures].filter((file) => file !== null);
  return [
    `${id} (${clause}, ${level}): ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
    ...(row.expected ? [`  expected: ${row.expected}`] : []),
    `  seen:     ${indent(row.seen || row.reason || 'nothing')}`,
    ...(row.verdict === 'fail' ? [`  risk:     ${risk}`] : []),
    ...(row.reason && row.reason !== row.seen ? [`  reason:   ${indent(row.reason)}`] : []),
    ...(files.length > 0 ? [`  evidence: ${files.join(', ')}`] : []),
  ].join('\n');
}

const indent = (text: string): string => text.split('\n').join('\n            ');
