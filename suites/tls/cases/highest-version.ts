/** A server of several versions, met after one of the newest alone: what the device has is known by then. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'VER-14': {
    title: 'server speaks TLS 1.2 and TLS 1.3',
    requirement: 'TLSV-07',
    serves: {},
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
