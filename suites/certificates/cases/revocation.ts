/** Revocation by CRL, OCSP and stapled responses (RFC 5280 §6.3, RFC 6960, RFC 6066 §8). Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'RV-01': {
    title: 'leaf on the CRL of a reachable distribution point',
    requirement: 'REVO-01',
    serves: { certificate: 'revoked-by-crl', control: 'good-by-crl' },
    expect: { M2: 'refuse' },
    alerts: [44],
  },
  'RV-02/GONE': {
    title: 'CRL unreachable',
    requirement: 'REVO-02',
    serves: { certificate: 'crl-unreachable', control: 'good-by-crl' },
    expect: { M2: 'record' },
  },
  'RV-02/SLOW': {
    title: 'CRL served too slowly',
    requirement: 'REVO-02',
    serves: { certificate: 'crl-slow', control: 'good-by-crl' },
    expect: { M2: 'record' },
  },
  'RV-03/STALE': {
    title: 'CRL out of date',
    requirement: 'REVO-03',
    serves: { certificate: 'crl-stale', control: 'good-by-crl' },
    expect: { M2: 'refuse' },
    alerts: [44, 46],
  },
  'RV-03/FOREIGN': {
    title: 'CRL signed with another key',
    requirement: 'REVO-04',
    serves: { certificate: 'crl-foreign-signer', control: 'good-by-crl' },
    expect: { M2: 'refuse' },
    alerts: [44, 46],
  },
  'RV-04': {
    title: 'staple says revoked',
    requirement: 'REVO-07',
    serves: { certificate: 'staple-revoked', control: 'staple-good' },
    expect: { M2: 'refuse' },
    alerts: [44],
  },
  'RV-05': {
    title: 'staple with a bad signature',
    requirement: 'REVO-08',
    serves: { certificate: 'staple-bad-signature', control: 'staple-good' },
    expect: { M2: 'refuse' },
    alerts: [113],
  },
  'RV-06/STALE': {
    title: 'staple out of date',
    requirement: 'REVO-08',
    serves: { certificate: 'staple-stale', control: 'staple-good' },
    expect: { M2: 'refuse' },
    alerts: [113],
  },
  'RV-06/SERIAL': {
    title: 'staple for another serial number',
    requirement: 'REVO-08',
    serves: { certificate: 'staple-other-serial', control: 'staple-good' },
    expect: { M2: 'refuse' },
    alerts: [113],
  },
  'RV-07': {
    title: 'good staple',
    requirement: 'REVO-07',
    serves: { certificate: 'staple-good', control: 'good-by-ocsp' },
    expect: { M2: 'accept' },
  },
  'RV-08': {
    title: 'OCSP responder says revoked',
    requirement: 'REVO-07',
    serves: { certificate: 'revoked-by-ocsp', control: 'good-by-ocsp' },
    expect: { M2: 'refuse' },
    alerts: [44],
  },
  'RV-09': {
    title: 'intermediate revoked by CRL',
    requirement: 'REVO-05',
    serves: { certificate: 'intermediate-revoked', control: 'good-by-crl' },
    expect: { M2: 'refuse' },
    alerts: [44],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
