/** What a good session leaves behind: later connections, tickets, and certificates that lapse. Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'DG-05': {
    title: 'good at the first connection, of an unknown authority at the next',
    requirement: 'CERT-31',
    serves: { certificate: 'unknown-authority' },
    before: ['accept'],
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'DG-06': {
    title: 'ticket of one host taken by the server of another, whose certificate is for neither',
    requirement: 'TLSX-36',
    serves: { certificate: 'wrong-name', target: 'subdomain', tickets: true },
    before: ['accept'],
    expect: { M2: 'refuse' },
    alerts: [42],
  },
  'DG-06/REMOVED': {
    title: 'ticket of a server whose certificate has been deleted from the trust list',
    requirement: 'TLSX-18',
    serves: { certificate: 'self-signed', tickets: true },
    before: ['accept'],
    expect: { M3: 'refuse' },
    alerts: [48],
    needs: ['trust-store'],
  },
  'DT-16': {
    title: 'certificate that expires during a registered connection',
    requirement: 'CERT-45',
    serves: { certificate: 'expires-in-an-hour' },
    before: ['accept'],
    expect: { M2: 'record' },
    alerts: [45],
    services: ['sip'],
    needs: ['clock'],
  },
  'RV-11': {
    title: 'certificate that is revoked during a connection',
    requirement: 'REVO-11',
    serves: { certificate: 'revoked-later', control: 'good-by-crl' },
    before: ['accept'],
    expect: { M2: 'record' },
    alerts: [44],
    services: ['sip'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
