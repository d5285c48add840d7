/** The scripted server without a deviation. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  'CTL-12': ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  'CTL-13': ['goes on', 'goes on', ...unmeasured, 'goes on'],
} satisfies StackAnswers;
