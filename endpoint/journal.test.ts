import { expect, test } from '@playwright/test';
import type { Refusal } from './contracts.ts';
import { Journal } from './journal.ts';

const refusal = (reason: string): Refusal => ({ at: '', service: 'sip', peer: 'a:1', kind: 'name', reason });

test.describe('journal', () => {
  test('keeps the last 500 lines and 50 refusals', () => {
    const journal = new Journal([]);
    for (let i = 0; i < 60; i++) journal.refused(refusal(String(i)));
    for (let i = 0; i < 600; i++) journal.log(String(i));

    expect(journal.lines()).toHaveLength(500);
    expect(journal.lines().at(-1)?.line).toBe('599');
    expect(journal.refusals()).toHaveLength(50);
    expect(journal.refusals()[0]?.reason).toBe('59');
  });

  test('logs no secret and no line of somebody else', () => {
    const journal = new Journal(['first secret']);
    journal.hide(() => ['second secret']);

    journal.log('a first secret and a second secret\r\n2026 forged line\x1b[31m');

    expect(journal.lines()[0]?.line).toBe('a *** and a *** 2026 forged line [31m');
  });
});
