/** ServerHello towards clients of TLS 1.3. */
import type { StackAnswers } from './stacks.ts';

export const answers = {
  V07: ['alert 47', 'alert 70', 'not offered', 'closes', 'alert 70', 'alert 47'],
  V08: ['alert 47', 'alert 47', 'not offered', 'closes', 'alert 70', 'alert 47'],
  V09: ['alert 47', 'alert 47', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  V10: ['alert 47', 'goes on', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  // The prototype sent no more than a ServerHello of TLS 1.3: OpenSSL waited there, and goes on when more comes. So may wolfSSL.
  V12: ['goes on', 'alert 70', 'not offered', 'waits', 'alert 70', 'goes on'],
  S12: ['alert 47', 'alert 40', 'not offered', 'closes', 'alert 70', 'alert 47'],
  S13: ['alert 47', 'goes on', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  C03: ['alert 47', 'alert 47', 'not offered', 'alert 47', 'alert 47', 'alert 47'],
  X13: ['alert 109', 'alert 47', 'not offered', 'closes', 'alert 80', 'alert 109'],
  // As in V12, wolfSSL waits for what the prototype did not send.
  X14: ['alert 47', 'alert 110', 'not offered', 'waits', 'goes on', 'alert 110'],
  X15: ['alert 47', 'alert 47', 'not offered', 'alert 47', 'alert 40', 'alert 47'],
  X16: ['alert 47', 'goes on', 'not offered', 'not offered', 'goes on', 'alert 47'],
  X17: ['alert 47', 'alert 47', 'not offered', 'not offered', 'alert 40', 'alert 47'],
  X18: ['alert 110', 'alert 110', 'not offered', 'alert 47', 'alert 10', 'alert 110'],
} satisfies StackAnswers;
