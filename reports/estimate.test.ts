import { expect, test } from '@playwright/test';
import type { Case } from '../harness/requirement.ts';
import { estimate, inWords } from './estimate.ts';

const profile = {
  pace: { attempt: 100, call: 900, upload: 0 },
  windows: { silence: 1000, attempt: 5000 },
};
const row = (id: string, outcome: 'accept' | 'refuse'): [string, Case] => [
  id,
  { id, title: id, requirement: 'CERT-03', serves: {}, expect: { M2: outcome } },
];
const cases = new Map([row('A-1', 'accept'), row('R-1', 'refuse'), row('TS-1', 'accept')]);
const of = (...ids: string[]) => ids.map((id) => ({ annotations: [{ type: 'case', description: id }] }));

test('an accepted row is one attempt, a refused one waits and has its control behind it', () => {
  expect(estimate(of('A-1'), cases, profile, 1)).toBe(100);
  expect(estimate(of('R-1'), cases, profile, 1)).toBe(1200);
  expect(estimate(of('R-1'), cases, { ...profile, windows: { ...profile.windows, closed: 50 } }, 1)).toBe(250);
});

test('slots share the tests; what is no case is a call', () => {
  expect(estimate(of('A-1', 'none'), cases, profile, 2)).toBe(500);
});

test('a slow upload counts for the rows about the trust list', () => {
  const slow = { ...profile, pace: { ...profile.pace, upload: 10_000 } };
  expect(estimate(of('TS-1'), cases, slow, 1)).toBeGreaterThan(20_000);
});

test('words', () => {
  expect([400, 40_000, 700_000].map(inWords)).toEqual(['about 1 s', 'about 40 s', 'about 12 min']);
});
