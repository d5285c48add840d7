import { expect, test } from '@playwright/test';
import type { Alert, Connection } from '../../../harness/evidence.ts';
import { attempt, connection } from '../../../harness/judge/evidence.sample.ts';
import { attemptLadder } from './ladder.ts';

const warning = (at: number): Alert => ({
  at,
  from: 'lab',
  level: 'warning',
  code: 112,
  name: 'unrecognized_name',
  encrypted: false,
});
const warnings = Array.from({ length: 100 }, (_, index) => warning(3 + 2 * index));
const last: Alert = { ...warning(300), from: 'device', level: 'fatal', code: 10, name: 'unexpected_message' };
const alerts = [...warnings, last];
const messages: Connection['messages'] = [
  { at: 1, from: 'device', type: 'client_hello', bytes: 250, encrypted: false },
  ...alerts.map(({ at, from }) => ({ at, from, type: 'alert', bytes: 2, encrypted: false })),
];

test('a message that is sent over and over is drawn once, so that the answer to it is seen', () => {
  const drawn = attemptLadder(attempt('case', [connection({ messages, alerts })]), false)?.text ?? '';
  const labels = [...drawn.matchAll(/<text x="\d+" y="\d+"\s*>([^<]*)</g)].map(([, label = '']) => label.trim());
  expect(labels).toEqual(['ClientHello', '100 × Alert 112 unrecognized_name', 'Alert 10 unexpected_message', 'FIN']);
  expect(drawn).not.toContain('more messages in the evidence');
});
