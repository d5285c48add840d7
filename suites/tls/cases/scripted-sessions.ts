/** Sessions of TLS 1.2 that go on otherwise than they were made (RFC 7627 §5.3). Each takes several attempts. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refuse = { M2: 'refuse' } as const;
/** handshake_failure; RFC 7627 §5.3 names none, so illegal_parameter does as well. */
const alerts = [40, 47] as const;

export const cases = defineCases({
  'EMS-01': {
    title: 'session with an extended master secret that goes on without the extension',
    requirement: 'TLSX-06',
    serves: { tls: 'resumption-without-ems' },
    expect: refuse,
    alerts,
  },
  'EMS-02': {
    title: 'session without an extended master secret that goes on with the extension',
    requirement: 'TLSX-06',
    serves: { tls: 'resumption-with-new-ems' },
    expect: refuse,
    alerts,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
