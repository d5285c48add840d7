/** HelloRetryRequest. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accepts, refuses } from './scripted-row.ts';

export const cases = defineCases({
  H01: refuses('retry-to-unlisted-group', 'TLSX-40', 'HelloRetryRequest for a share of a group that was not offered', {
    alerts: [47],
  }),
  H02: refuses('retry-to-shared-group', 'TLSX-40', 'HelloRetryRequest for a share that was sent', { alerts: [47] }),
  H03: refuses('retry-without-change', 'TLSX-40', 'HelloRetryRequest that changes nothing', { alerts: [47] }),
  H04: refuses('second-retry', 'TLSX-19', 'second HelloRetryRequest', { alerts: [10] }),
  H05: refuses('retry-with-unoffered-suite', 'TLSX-40', 'HelloRetryRequest with a cipher suite that was not offered', {
    alerts: [47],
  }),
  H06: accepts('retry-by-cookie', 'TLSX-41', 'HelloRetryRequest with a cookie'),
  'T13-01': accepts('retry-by-group', 'TLSX-41', 'HelloRetryRequest for a share of another group that was offered'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
