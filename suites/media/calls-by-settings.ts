/** The calls of the area by what the device is set to, so that it is set up once for each. */
import type { CallPlan } from '../../harness/farend/call-plan.ts';
import type { Case, CaseId } from '../../harness/requirement.ts';
import { calls } from './cases.ts';

type CallRow = Case & { id: CaseId; call: CallPlan };

const all: Readonly<Record<string, CallRow>> = calls;

const settingsOf = ({ device, suite, media = 'tone', ...plan }: CallPlan) => ({
  srtp: device,
  srtpSuite: suite ?? ('all' as const),
  media,
  idleLimit: plan.idleLimit ?? ('off' as const),
  firstSequence: plan.firstSequence ?? null,
  keyLifetime: plan.keyLifetime ?? null,
});

function nameOf({
  srtp,
  srtpSuite,
  media,
  idleLimit,
  firstSequence,
  keyLifetime,
}: ReturnType<typeof settingsOf>): string {
  const more = [
    ...(idleLimit === 'on' ? ['idle limit'] : []),
    ...(firstSequence === null ? [] : [`from ${firstSequence}`]),
    ...(keyLifetime === null ? [] : [`keys for ${keyLifetime}`]),
  ];
  return [`device ${srtp}`, `${srtpSuite} suites`, media, ...more].join(', ');
}

const groups = new Map<string, { settings: ReturnType<typeof settingsOf>; rows: CallRow[] }>();
for (const row of Object.values(all)) {
  const settings = settingsOf(row.call);
  const name = nameOf(settings);
  const group = groups.get(name) ?? { settings, rows: [] };
  groups.set(name, group);
  group.rows.push(row);
}

export const callsBySettings = [...groups].map(([name, group]) => ({ name, ...group }));
