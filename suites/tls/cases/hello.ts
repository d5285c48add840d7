/** The ClientHello, which is read and not answered otherwise than well. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'HELLO-RC4': {
    title: 'good server; the ClientHello is read',
    requirement: 'TLSC-04',
    serves: {},
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
