/** The rows over the registrar of the harness by what is done once the device has attempted it. */
import { runsOf } from '../../harness/test.ts';
import type { Case, CaseId } from '../../harness/requirement.ts';
import { registrarRows } from './cases.ts';

const rows: Readonly<Record<string, Case & { id: CaseId }>> = registrarRows;
const runs = runsOf(rows, 'M2');

const placing = runs.flatMap(({ row, ...run }) => (row.dials === undefined ? [] : [{ ...run, row, dials: row.dials }]));

export const registering = runs.filter(({ row }) => row.dials === undefined && !row.before);
/** The device is told to register once more behind what ended its connection. */
export const repeated = runs.filter(({ row }) => row.before);
export const dialling = placing.filter(({ row }) => !row.watched);
/** What the device does of its own accord afterwards is waited for. */
export const watchedDialling = placing.filter(({ row }) => row.watched);
