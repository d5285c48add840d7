/** Certificates that promise a stapled OCSP response (RFC 7633). Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'EX-33/CHECKED': {
    title: 'must-staple without a staple, on a device that checks revocation; the OCSP responder says good',
    requirement: 'REVO-09',
    serves: { certificate: 'must-staple-broken', control: 'must-staple-kept' },
    expect: { M2: 'refuse' },
    alerts: [113, 42],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
