/** How many authorities above a certificate the device goes up: told by both ways of counting, never judged. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'CH-12/SERIES': {
    title: 'one to eight authorities above the certificate, the root counted; without it none to seven',
    requirement: 'CERT-27',
    serves: { certificate: 'authorities-1' },
    series: [
      'authorities-1',
      'authorities-2',
      'authorities-3',
      'authorities-4',
      'authorities-5',
      'authorities-6',
      'authorities-7',
      'authorities-8',
    ],
    expect: { M2: 'record' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
