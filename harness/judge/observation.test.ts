import { expect, test } from '@playwright/test';
import type { Connection } from '../evidence.ts';
import { attempt, bracketed, connection, evidence, registered } from './evidence.sample.ts';
import { observedOutcome } from './observation.ts';

const observe = (...connections: Connection[]) => observedOutcome(bracketed(attempt('case', connections)), 'recorded');

/** The certificate was on its way when the connection ended. */
const cut = (by: 'device' | 'lab'): Connection =>
  connection({
    messages: [
      ...connection().messages,
      {
        at: 3,
        from: 'lab',
        type: 'incomplete',
        bytes: 114_688,
        encrypted: false,
        detail: 'the stream ended within it',
      },
    ],
    serverChain: [],
    closed: { by, how: 'rst', at: 5 },
  });

test('what was accepted, and what was refused, is told', () => {
  expect(observe(registered())).toMatchObject({ verdict: 'observed', seen: expect.stringMatching(/^accepted: TLS/) });
  expect(observe(connection())).toMatchObject({ verdict: 'observed', seen: expect.stringMatching(/^refused: TLS/) });
});

test('a device that closes in the midst of a message too long for it has refused it', () =>
  expect(observe(cut('device'))).toMatchObject({ verdict: 'observed', seen: expect.stringMatching(/^refused: /) }));

test('what the lab cut, what never came and what no control stands beside stays unknown', () => {
  expect(observe(cut('lab')).verdict).toBe('inconclusive');
  expect(observe(connection({ serverChain: [] })).verdict).toBe('inconclusive');
  expect(observe().verdict).toBe('inconclusive');
  const alone = evidence({ attempts: [attempt('case', [cut('device')])] });
  expect(observedOutcome(alone, 'recorded').verdict).toBe('inconclusive');
});
