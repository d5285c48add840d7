/** Versions that the scripted server selects. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  V01: ['alert 70', 'alert 70', 'alert 70', 'alert 70', 'alert 70', 'alert 40'],
  'V01/FIELD': ['alert 70', 'alert 70', ...unmeasured, 'alert 40'],
  Z02: ['alert 70', 'goes on', 'goes on', 'alert 70', 'alert 70', 'goes on'],
  Z03: ['alert 70', 'goes on', 'goes on', 'goes on', 'alert 70', 'goes on'],
  Z04: ['alert 70', 'alert 47', 'goes on', 'alert 47', 'alert 70', 'alert 47'],
  V04: ['alert 47', 'alert 70', 'alert 70', 'alert 70', 'alert 70', 'alert 47'],
  V05: ['alert 70', 'alert 70', 'alert 70', 'alert 70', 'alert 70', 'alert 40'],
  V06: ['closes', 'alert 10', 'resets', 'resets', 'alert 10', 'alert 10'],
} satisfies StackAnswers;
