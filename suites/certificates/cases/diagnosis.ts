/** What the device says of the servers that it refuses. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'DI-01': {
    title: 'the reasons given for an expired certificate, a wrong name and an unknown authority',
    requirement: 'DIAG-01',
    serves: { certificate: 'expired' },
    expect: { M2: 'record' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
