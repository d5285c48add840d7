/**
 * Cipher suites and compression that the scripted server selects. Where wolfSSL (S03, S06) and NSS (S02, S09) go on, their own
 * hellos offer the suite.
 */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  'S-UNOFFERED': ['alert 47', 'alert 40', ...unmeasured, 'alert 47'],
  S01: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S02: ['alert 47', 'alert 40', 'alert 47', 'closes', 'alert 47', 'goes on'],
  S03: ['alert 47', 'alert 40', 'alert 47', 'goes on', 'alert 47', 'alert 47'],
  S04: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S05: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S06: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S07: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S08: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S09: ['alert 47', 'alert 40', 'alert 47', 'closes', 'alert 47', 'goes on'],
  S10: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S11: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S14: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  S15: ['alert 47', 'alert 40', 'alert 80', 'closes', 'alert 47', 'alert 47'],
  C01: ['alert 47', 'alert 47', 'alert 47', 'alert 47', 'alert 47', 'alert 47'],
  C02: ['alert 47', 'alert 47', 'alert 47', 'alert 47', 'alert 47', 'alert 47'],
} satisfies StackAnswers;
