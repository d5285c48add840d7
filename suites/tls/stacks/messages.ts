/** Messages of TLS 1.2. */
import type { StackAnswers } from './stacks.ts';

export const answers = {
  M01: ['alert 50', 'alert 50', 'alert 50', 'closes', 'alert 42', 'alert 42'],
  M02: ['alert 42', 'alert 50', 'alert 50', 'alert 50', 'alert 42', 'alert 50'],
  M03: ['alert 42', 'alert 42', 'alert 42', 'alert 50', 'alert 42', 'alert 42'],
  M04: ['alert 10', 'alert 10', 'alert 50', 'closes', 'alert 40', 'alert 10'],
  M05: ['alert 10', 'alert 10', 'alert 10', 'closes', 'alert 80', 'alert 10'],
  // None had given up when the watch was over.
  M06: ['waits', 'waits', 'waits', 'waits', 'waits', 'waits'],
  M07: ['alert 47', 'alert 50', 'alert 50', 'alert 50', 'alert 47', 'alert 50'],
  M16: ['alert 10', 'alert 10', 'alert 50', 'closes', 'alert 10', 'alert 10'],
  M17: ['alert 10', 'alert 10', 'alert 50', 'alert 10', 'alert 10', 'alert 10'],
  M18: ['alert 10', 'alert 10', 'alert 50', 'alert 10', 'alert 10', 'alert 10'],
  M19: ['alert 10', 'alert 10', 'alert 50', 'alert 10', 'alert 10', 'alert 10'],
  M20: ['goes on', 'alert 10', 'alert 50', 'alert 10', 'alert 10', 'goes on'],
  M21: ['goes on', 'alert 40', 'goes on', 'goes on', 'goes on', 'alert 40'],
  M22: ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  M23: ['alert 10', 'alert 10', 'alert 10', 'goes on', 'alert 10', 'alert 10'],
  M24: ['alert 10', 'alert 10', 'alert 10', 'alert 113', 'alert 10', 'alert 10'],
  M25: ['alert 10', 'alert 10', 'alert 50', 'closes', 'alert 10', 'alert 10'],
} satisfies StackAnswers;
