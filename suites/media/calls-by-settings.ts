/** The calls of the area by what the device is set to, so that it is set up once for each. */
import type { CallPlan } from '../../harness/farend/call-plan.ts';
import type { Case, CaseId } from '../../harness/requirement.ts';
import { calls } from './cases.ts';

type CallRow = Case & { id: CaseId; call: CallPlan };

const all: Readonly<Record<string, CallRow>> = calls;

const settingsOf = ({ device, suite, media = 'tone', idleLimit = 'off', firstSequence = null }: CallPlan) => ({
  srtp: device,
  srtpSuite: suite ?? ('all' as const),
  media,
  idleLimit,
  firstSequence,
});

const groups = new Map<string, { settings: ReturnType<typeof settingsOf>; rows: CallRow[] }>();
for (const row of Object.values(all)) {
  const settings = settingsOf(row.call);
  const idleLimit = settings.idleLimit === 'on' ? ', idle limit' : '';
  const begins = settings.firstSequence === null ? '' : `, from ${settings.firstSequence}`;
  const name = `device ${settings.srtp}, ${settings.srtpSuite} suites, ${settings.media}${idleLimit}${begins}`;
  const group = groups.get(name) ?? { settings, rows: [] };
  groups.set(name, group);
  group.rows.push(row);
}

export const callsBySettings = [...groups].map(([name, group]) => ({ name, ...group }));
