/** The scripted server without a deviation: what every other row of it is compared with. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'CTL-12': {
    title: 'whole handshake of TLS 1.2 by the scripted server',
    requirement: 'TLSV-05',
    serves: { tls: 'honest-tls12' },
    expect: { M2: 'accept' },
  },
  'CTL-13': {
    title: 'whole handshake of TLS 1.3 by the scripted server',
    requirement: 'TLSV-06',
    serves: { tls: 'honest-tls13' },
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
