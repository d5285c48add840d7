import { expect, test } from '@playwright/test';
import { rowLine } from './console.ts';
import type { Row } from './run-record.ts';

const row: Row = {
  requirement: 'CERT-06',
  case: 'DT-07',
  service: 'sip',
  trust: 'M2',
  variant: 'clean',
  title: 'DT-07 records over sip: uploaded root expired',
  spec: 'suites/certificates/server-certificate.spec.ts:16',
  verdict: 'observed',
  expected: 'accepted or refused, recorded',
  seen: 'accepted: TLS 1.2, SIP REGISTER after 4 ms',
  reason: null,
  evidence: null,
  captures: [],
  durationMs: 1,
  status: 'passed',
  marks: [],
};
const plain = (one: Row): string => rowLine(one, undefined).replaceAll(/\u001b\[\d+m/g, '');

test('an observation tells what was tried and its value', () => {
  expect(plain(row)).toMatch(/^○ CERT-06 +DT-07 +SIP M2 +uploaded root expired: accepted$/);
});

test('a long value is cut, and what a device said cannot move the cursor', () => {
  const line = plain({ ...row, seen: `${'kept open '.repeat(20)}\u001b[2J` });
  expect(line.length).toBeLessThan(120);
  expect(line).toMatch(/kept.*…$/);
  expect(plain({ ...row, seen: 'left \u001b[2J open' })).not.toContain('\u001b');
});
