/** The good chain on a device whose clock is wrong, set in the middle of the test. Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

const day = 86_400;

const goodChain = { serves: { certificate: 'good' }, before: ['accept'], needs: ['clock'], alerts: [45] } as const;

export const cases = defineCases({
  'DT-15': {
    ...goodChain,
    title: 'good chain while the clock is at 1970',
    requirement: 'CERT-30',
    expect: { M2: 'record' },
    // Whoever is in 1970 counts days from there.
    clock: -Math.floor(Date.now() / 1000),
  },
  'DT-15/BEHIND': {
    ...goodChain,
    title: 'good chain while the clock is before its beginning',
    requirement: { sip: 'CERT-04', provisioning: 'PROV-03' },
    expect: { M2: 'refuse' },
    clock: -3 * day,
  },
  'DT-15/AHEAD': {
    ...goodChain,
    title: 'good chain while the clock is past its end',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    expect: { M2: 'refuse' },
    clock: 60 * day,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
