/** Alerts, silence, and what is no TLS. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  A01: ['goes on', 'goes on', 'goes on', 'goes on', 'alert 40', 'goes on'],
  A02: ['closes', 'closes', 'closes', 'closes', 'closes', 'closes'],
  'A02/10': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/20': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/22': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/42': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/47': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/48': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/49': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/50': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/51': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/70': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/71': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/80': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/86': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/109': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/110': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/112': ['closes', 'closes', ...unmeasured, 'closes'],
  'A02/120': ['closes', 'closes', ...unmeasured, 'closes'],
  A03: ['closes', 'closes', 'closes', 'closes', 'closes', 'closes'],
  // s_client waits; Node and curl, with the same library, close.
  A04: ['closes', 'alert 80', 'closes', 'closes', 'closes', 'closes'],
  A05: ['alert 10', 'alert 80', 'goes on', 'alert 10', 'goes on', 'goes on'],
  // Node, with the prototype, waited; s_client and curl close.
  A06: ['closes', 'closes', 'closes', 'closes', 'closes', 'closes'],
  A07: ['closes', 'alert 10', 'resets', 'alert 22', 'alert 10', 'alert 22'],
  'A07/FIRST': ['closes', 'alert 10', ...unmeasured, 'alert 10'],
  // s_client sends the alert 50 before it closes; Node and curl do not.
  A08: ['closes', 'alert 10', 'closes', 'closes', 'alert 40', 'closes'],
  A09: ['waits', 'waits', 'waits', 'waits', 'waits', 'waits'],
} satisfies StackAnswers;
