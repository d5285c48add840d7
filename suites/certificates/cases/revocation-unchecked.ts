/** A revoked certificate before a device that does not look, or says that it cannot: what its documents mean in the field. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'RV-01/UNCHECKED': {
    title: 'leaf on the CRL of a reachable distribution point, revocation not checked',
    requirement: 'REVO-13',
    serves: { certificate: 'revoked-by-crl', control: 'good-by-crl' },
    expect: { M2: 'record' },
    alerts: [44],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
