/** Extensions of ServerHello up to TLS 1.2. */
import type { StackAnswers } from './stacks.ts';

export const answers = {
  X01: ['alert 47', 'goes on', 'goes on', 'alert 40', 'goes on', 'alert 47'],
  X02: ['goes on', 'alert 110', 'goes on', 'goes on', 'goes on', 'alert 110'],
  X03: ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'alert 110'],
  X04: ['alert 110', 'alert 110', 'alert 110', 'alert 110', 'alert 10', 'alert 110'],
  X12: ['alert 110', 'alert 110', 'alert 47', 'alert 110', 'alert 10', 'alert 110'],
  X05: ['alert 47', 'alert 40', 'alert 40', 'alert 40', 'alert 40', 'alert 50'],
  X06: ['alert 40', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  X07: ['goes on', 'goes on', 'goes on', 'goes on', 'goes on', 'goes on'],
  X08: ['goes on', 'alert 50', 'alert 110', 'alert 40', 'alert 50', 'alert 50'],
  X09: ['alert 50', 'alert 50', 'alert 40', 'alert 40', 'alert 40', 'alert 50'],
  X10: ['alert 50', 'alert 50', 'alert 50', 'closes', 'goes on', 'alert 50'],
  X11: ['alert 50', 'goes on', 'goes on', 'alert 50', 'alert 10', 'goes on'],
} satisfies StackAnswers;
