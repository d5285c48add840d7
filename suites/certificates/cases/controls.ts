/** Controls: what a device accepts when nothing is wrong, and what it must not accept without trust. Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'CTL-01': {
    title: 'good chain under the lab authority',
    requirement: 'CERT-01',
    serves: { certificate: 'good', control: 'factory-authority' },
    expect: { M0: 'record', M1: 'refuse', M2: 'accept' },
    alerts: [48],
  },
  'CTL-02': {
    title: 'chain with ECDSA P-256 keys',
    requirement: 'TLSC-28',
    serves: { certificate: 'ecdsa-chain' },
    expect: { M0: 'record', M1: 'refuse', M2: 'accept' },
    alerts: [48],
  },
  'CTL-03': {
    title: 'self-signed certificate for the host',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M0: 'record', M1: 'refuse', M2: 'refuse', M3: 'accept' },
    alerts: [48, 42],
  },
  'CTL-04': {
    title: 'leaf issued by the root itself',
    requirement: 'CERT-25',
    serves: { certificate: 'authorities-1' },
    expect: { M1: 'refuse', M2: 'accept' },
    alerts: [48],
  },
  'CTL-05': {
    title: 'chain under an authority from the factory',
    requirement: 'CERT-29',
    serves: { certificate: 'factory-authority' },
    expect: { M1: 'accept', M2: 'record' },
    needs: ['factory-authority'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
