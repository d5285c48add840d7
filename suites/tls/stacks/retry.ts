/** HelloRetryRequest. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  H01: ['alert 47', 'alert 47', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  H02: ['alert 47', 'second hello, goes on', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  H03: ['alert 47', 'alert 47', 'not offered', 'second hello', 'second hello', 'alert 50'],
  // GnuTLS refused the first HelloRetryRequest of the prototype, which was that of H06; ours names a group.
  H04: [
    'second hello, alert 10',
    'second hello, alert 10',
    'not offered',
    'second hello',
    'second hello',
    'second hello, alert 10',
  ],
  H05: ['alert 47', 'alert 47', 'not offered', 'second hello', 'alert 47', 'alert 47'],
  H06: ['second hello, goes on', 'alert 47', 'not offered', 'second hello', 'second hello', 'second hello, goes on'],
  'T13-01': ['second hello, goes on', 'second hello, goes on', ...unmeasured, 'second hello, goes on'],
} satisfies StackAnswers;
