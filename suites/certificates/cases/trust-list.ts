/** What is in the trust list, and what becomes of a server when it is taken out. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'TS-13': {
    title: 'self-signed certificate that was trusted and then deleted',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M3: 'refuse' },
    alerts: [48],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
