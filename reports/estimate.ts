/** How long a run will take, told before it starts: a device that needs ten seconds for an upload takes its time. */
import type { TestCase } from '@playwright/test/reporter';
import type { Case } from '../harness/requirement.ts';
import { outcomeFor, servicesFor } from '../harness/requirement.ts';
import type { Profile } from '../harness/profiles/profile.ts';
import { annotated } from './rows.ts';

type Pace = Pick<Profile, 'pace' | 'windows'>;

/** Milliseconds, by the profile's own pace; the tests share the slots evenly. */
export function estimate(
  tests: readonly Pick<TestCase, 'annotations'>[],
  cases: ReadonlyMap<string, Case>,
  profile: Pace,
  slots: number,
): number {
  const all = tests.map((test) => {
    const row = cases.get(annotated(test, 'case')[0] ?? '');
    return row ? ofCase(row, profile) : profile.pace.call;
  });
  return all.reduce((sum, one) => sum + one, 0) / slots;
}

/** One attempt; a refused one waits for silence and has its control behind it; an anchor of its own is put in and out. */
function ofCase(row: Case, { pace, windows }: Pace): number {
  const refused = (['M2', 'M3', 'M1'] as const).some((trust) =>
    servicesFor(row).some((service) => outcomeFor(row, trust, service) === 'refuse'),
  );
  return (
    pace.attempt + (refused ? pace.attempt + (windows.closed ?? windows.silence) : 0) + pace.upload * uploadsFor(row)
  );
}

/** Rows that bring an anchor of their own are about the trust list; of the others only the first of a mode uploads. */
const uploadsFor = ({ id }: Case): number => (/^(TS|SS)/.test(id) ? 4 : 0.25);

/** `about 40 s`, `about 12 min`. */
export function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `about ${seconds} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
