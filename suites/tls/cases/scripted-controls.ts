/** The scripted server without a deviation: what every other row of it is compared with. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accepts } from './scripted-row.ts';

export const cases = defineCases({
  'CTL-12': accepts('honest-tls12', 'TLSV-05', 'whole handshake of TLS 1.2 by the scripted server'),
  'CTL-13': accepts('honest-tls13', 'TLSV-06', 'whole handshake of TLS 1.3 by the scripted server'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
