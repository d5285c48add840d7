/** JUnit XML: one suite an area, one test case a row. */
import { countStatuses } from '../counts.ts';
import { observedValue } from '../observations.ts';
import type { RequirementRecord, Row, RunRecord } from '../run-record.ts';
import { message } from './message.ts';
import { element, escapeXml } from './xml.ts';

export function junit(record: RunRecord): string {
  const requirements = new Map(record.requirements.map((one) => [one.id, one]));
  const areaOf = (row: Row): string => requirements.get(row.requirement)?.area ?? 'unknown';
  const areas = [...new Set(record.rows.map(areaOf))];
  const suites = areas.map((area) => {
    const rows = record.rows.filter((row) => areaOf(row) === area);
    const cases = rows.map((row) => testCase(row, requirements.get(row.requirement), area));
    return element('testsuite', { name: area, ...totals(rows), timestamp: record.startedAt }, cases);
  });
  const all = { name: `Ringproof: ${record.dut.name} ${record.dut.version}`, ...totals(record.rows) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', all, suites)}\n`;
}

/** JUnit's `failures` are verdicts about the device, its `errors` are faults of the bench; both are `failed` rows. */
function totals(rows: readonly Row[]) {
  const counts = countStatuses(rows);
  const errors = rows.filter((row) => row.status === 'failed' && row.verdict === 'error').length;
  const time = rows.reduce((sum, row) => sum + row.durationMs, 0) / 1000;
  return { tests: rows.length, failures: counts.failed - errors, errors, skipped: counts.skipped, time };
}

function testCase(row: Row, requirement: RequirementRecord | undefined, area: string): string {
  const name = [row.requirement, row.case, row.service, row.trust, ...(row.variant === 'clean' ? [] : [row.variant])];
  const attributes = {
    name: `${name.filter((part) => part !== null).join(' ')}: ${row.title}`,
    classname: `${area}.${row.requirement}`,
    file: row.spec,
    time: row.durationMs / 1000,
  };
  const facts = { requirement: row.requirement, verdict: row.verdict, service: row.service, trust: row.trust };
  const properties = [
    ...Object.entries(facts),
    ...(row.case === null ? [] : [['case', row.case] as const]),
    ...(row.verdict === 'observed' ? [['observed', observedValue(row)] as const] : []),
    ...(row.status === 'expected-failure' ? [['expected-failure', 'true'] as const] : []),
    ...row.marks.map((mark) => ['mark', mark] as const),
  ].map(([property, value]) => element('property', { name: property, value }));
  const outcome = outcomeOf(row, requirement);
  return element('testcase', attributes, [element('properties', {}, properties), ...outcome]);
}

function outcomeOf(row: Row, requirement: RequirementRecord | undefined): string[] {
  if (row.status === 'skipped')
    return [element('skipped', { message: `${row.verdict}: ${row.reason ?? 'no reason given'}` })];
  const text = requirement ? message(requirement, row) : `${row.requirement}: ${row.seen}`;
  if (row.status === 'failed') {
    const name = row.verdict === 'error' ? 'error' : 'failure';
    return [element(name, { type: row.verdict, message: row.seen || (row.reason ?? row.verdict) }, [escapeXml(text)])];
  }
  return row.verdict === 'fail' ? [element('system-out', {}, [escapeXml(text)])] : [];
}
