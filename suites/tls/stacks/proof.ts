/** What proves the server and the handshake. */
import { type StackAnswers, unmeasured } from './stacks.ts';

export const answers = {
  'T12-01': ['goes on, alert 51', 'goes on, alert 51', ...unmeasured, 'goes on, alert 51'],
  'T12-02': ['goes on, alert 10', 'goes on, alert 10', ...unmeasured, 'goes on, alert 10'],
  'T13-02': ['alert 51', 'alert 51', ...unmeasured, 'alert 51'],
  'T13-03': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-04': ['alert 51', 'alert 51', ...unmeasured, 'alert 51'],
  'T13-05': ['alert 51', 'alert 51', ...unmeasured, 'alert 51'],
  'T13-06': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-07': ['alert 47', 'alert 47', ...unmeasured, 'alert 47'],
  'T13-08': ['alert 47', 'alert 47', ...unmeasured, 'alert 47'],
  'T13-09': ['alert 110', 'alert 110', ...unmeasured, 'alert 110'],
  'T13-10': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-11': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-12': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-13': ['alert 10', 'alert 10', ...unmeasured, 'alert 10'],
  'T13-14': ['alert 50', 'alert 50', ...unmeasured, 'alert 42'],
  // s_client; curl offers post_handshake_auth. GnuTLS breaks off without an alert.
  'T13-15': ['goes on, alert 10', 'goes on, closes', ...unmeasured, 'goes on, alert 10'],
} satisfies StackAnswers;
