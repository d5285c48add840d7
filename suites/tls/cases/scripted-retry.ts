/** HelloRetryRequest. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  H01: {
    title: 'HelloRetryRequest for a share of a group that was not offered',
    requirement: 'TLSX-40',
    serves: { tls: 'retry-to-unlisted-group' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  H02: {
    title: 'HelloRetryRequest for a share that was sent',
    requirement: 'TLSX-40',
    serves: { tls: 'retry-to-shared-group' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  H03: {
    title: 'HelloRetryRequest that changes nothing',
    requirement: 'TLSX-40',
    serves: { tls: 'retry-without-change' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  H04: {
    title: 'second HelloRetryRequest',
    requirement: 'TLSX-19',
    serves: { tls: 'second-retry' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  H05: {
    title: 'HelloRetryRequest with a cipher suite that was not offered',
    requirement: 'TLSX-40',
    serves: { tls: 'retry-with-unoffered-suite' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  H06: {
    title: 'HelloRetryRequest with a cookie',
    requirement: 'TLSX-41',
    serves: { tls: 'retry-by-cookie' },
    expect: { M2: 'accept' },
  },
  'T13-01': {
    title: 'HelloRetryRequest for a share of another group that was offered',
    requirement: 'TLSX-41',
    serves: { tls: 'retry-by-group' },
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
