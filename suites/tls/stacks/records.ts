/** Records. */
import type { StackAnswers } from './stacks.ts';

export const answers = {
  R01: ['alert 10', 'alert 10', 'alert 10', 'closes', 'alert 10', 'alert 10'],
  R02: ['alert 10', 'alert 10', 'alert 10', 'alert 10', 'alert 10', 'alert 10'],
  R03: ['alert 10', 'alert 10', 'resets', 'resets', 'alert 10', 'alert 10'],
  R04: ['alert 22', 'alert 22', 'resets', 'alert 22', 'alert 10', 'alert 22'],
  R05: ['goes on', 'alert 10', 'closes', 'closes', 'goes on', 'goes on'],
  R06: ['goes on', 'goes on', 'resets', 'resets', 'goes on', 'goes on'],
  R07: ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  R08: ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  R09: ['alert 40', 'alert 70', 'goes on', 'goes on', 'goes on', 'goes on'],
  R10: ['closes', 'alert 70', 'resets', 'goes on', 'goes on', 'goes on'],
  // Of the prototype OpenSSL, GnuTLS and wolfSSL waited for more; with a flight that goes on the first two go on, too.
  R11: ['goes on', 'goes on', 'closes', 'waits', 'alert 10', 'goes on'],
  R12: ['alert 47', 'waits', 'closes', 'closes', 'alert 10', 'alert 47'],
  R13: ['goes on', 'alert 42', 'closes', 'alert 50', 'alert 40', 'goes on'],
  R14: ['alert 47', 'alert 42', 'closes', 'closes', 'alert 10', 'goes on'],
} satisfies StackAnswers;
