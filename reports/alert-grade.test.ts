import { expect, test } from '@playwright/test';
import type { Attempt } from '../harness/evidence.ts';
import { attempt, connection, registered } from '../harness/judge/evidence.sample.ts';
import { alertGrade } from './alert-grade.ts';

const ended = (...codes: number[]): Attempt =>
  attempt('case', [
    connection({
      application: [],
      alerts: codes.map((code) => ({
        from: 'device' as const,
        level: 'fatal' as const,
        code,
        name: `alert ${code}`,
        at: 3,
        encrypted: false,
      })),
      closed: { by: 'device', how: 'fin', at: 4 },
    }),
  ]);
const words = (one: Attempt, fitting?: number[], verdict: 'pass' | 'fail' | 'observed' = 'pass') =>
  alertGrade({ verdict }, one, fitting)?.words ?? null;

test('an alert that the clause names fits, whichever of several; another one says which was due', () => {
  expect(words(ended(47), [47, 10])).toBe('fits');
  expect(words(ended(10), [47, 10], 'observed')).toBe('fits');
  expect(words(ended(40), [47, 10])).toBe('not 47 or 10');
});

test('a refusal without an alert has none; whoever goes on has nothing to grade', () => {
  expect(words(ended(), [47])).toBe('none');
  const byTheLab = {
    at: 3,
    from: 'lab',
    level: 'fatal',
    code: 70,
    name: 'protocol_version',
    encrypted: false,
  } as const;
  expect(words(attempt('case', [connection({ alerts: [byTheLab] })]), [70])).toBeNull();
  expect(words(attempt('case', [registered()]), [47])).toBeNull();
});

test('nothing is said where no alert is named, and beside a fail', () => {
  expect(words(ended(47))).toBeNull();
  expect(words(ended(47), [])).toBeNull();
  expect(words(ended(47), [47], 'fail')).toBeNull();
});
