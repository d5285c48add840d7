import { expect, test } from '@playwright/test';
import { reading } from './trust-files.ts';

const rows = (...seen: string[]) =>
  seen.map((words, index) => ({ case: `TS-04/${index}`, verdict: 'observed' as const, seen: words }));
const taken = 'accepted: TLS 1.2, SIP REGISTER after 4 ms';
const refused = 'refused: closed by the device (fin)';

test('bare DER tells which reading of a document the device fits', () => {
  expect(reading(rows(taken, taken))).toContain('promises');
  expect(reading(rows(refused, refused))).toContain('not “any valid X.509”');
  expect(reading(rows(taken, refused))).toContain('goes by the name');
});

test('other forms, and what is not known, say nothing about it', () => {
  expect(reading([{ case: 'TS-01/LF', verdict: 'pass', seen: taken }])).toContain('Nothing was observed');
  expect(reading([{ case: 'TS-04/DER', verdict: 'inconclusive', seen: refused }])).toContain('Nothing was observed');
});
