/** Servers of one version. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'VER-10': {
    title: 'server speaks TLS 1.0 only',
    requirement: 'TLSV-03',
    serves: { version: 'TLS 1.0' },
    expect: { M2: 'refuse' },
    alerts: [70],
  },
  'VER-11': {
    title: 'server speaks TLS 1.1 only',
    requirement: 'TLSV-04',
    serves: { version: 'TLS 1.1' },
    expect: { M2: 'refuse' },
    alerts: [70],
  },
  'VER-12': {
    title: 'server speaks TLS 1.2 only',
    requirement: 'TLSV-05',
    serves: { version: 'TLS 1.2' },
    expect: { M2: 'accept' },
  },
  'VER-13': {
    title: 'server speaks TLS 1.3 only',
    requirement: 'TLSV-06',
    serves: { version: 'TLS 1.3' },
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
