/** Cipher suites and compression that the scripted server selects. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'S-UNOFFERED': {
    title: 'ServerHello selects a suite of the same family that was not offered',
    requirement: 'TLSC-11',
    serves: { tls: 'unoffered-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
