/** ServerKeyExchange. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  M08: ['alert 51', 'alert 51', 'alert 51', 'closes', 'alert 40', 'alert 51'],
  M09: ['alert 47', 'alert 40', 'alert 47', 'closes', 'alert 40', 'alert 47'],
  M10: ['alert 40', 'goes on', 'alert 47', 'goes on', 'goes on', 'goes on'],
  M11: ['alert 47', 'alert 40', 'alert 47', 'closes', 'alert 40', 'alert 47'],
  M12: ['alert 47', 'alert 40', 'closes', 'closes', 'alert 47', 'closes'],
  M13: ['alert 47', 'alert 40', 'alert 47', 'closes', 'alert 47', 'alert 40'],
  M14: ['alert 47', 'alert 47', 'closes', 'goes on', 'goes on, alert 40', 'alert 47'],
  'M14/ZERO': ['alert 47', 'alert 47', ...unmeasured, 'alert 47'],
  M15: ['goes on', 'alert 80', 'alert 47', 'goes on', 'alert 40', 'alert 40'],
  'DHE-1024': ['alert 40', 'goes on', ...unmeasured, 'goes on'],
} satisfies StackAnswers;
