/** Dates (RFC 5280 §4.1.2.5, §6.1.3(a)(2)). Alerts: best first; only a grade. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'DT-01': {
    title: 'leaf expired yesterday',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    serves: { certificate: 'expired' },
    expect: { M0: 'record', M2: 'refuse' },
    alerts: [45],
  },
  'DT-02': {
    title: 'leaf expired a minute ago',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    serves: { certificate: 'expired-a-minute-ago' },
    expect: { M2: 'refuse' },
    alerts: [45],
  },
  'DT-03': {
    title: 'leaf valid from tomorrow',
    requirement: { sip: 'CERT-04', provisioning: 'PROV-03' },
    serves: { certificate: 'not-yet-valid' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
  },
  'DT-04/EARLY': {
    title: 'leaf valid from an hour ahead',
    requirement: { sip: 'CERT-04', provisioning: 'PROV-03' },
    serves: { certificate: 'valid-in-an-hour' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
  },
  'DT-04/LATE': {
    title: 'leaf valid since an hour ago',
    requirement: 'CERT-35',
    serves: { certificate: 'valid-since-an-hour' },
    expect: { M2: 'accept' },
  },
  'DT-05': {
    title: 'intermediate expired',
    requirement: 'CERT-05',
    serves: { certificate: 'intermediate-expired' },
    expect: { M2: 'refuse' },
    alerts: [45, 48],
  },
  'DT-06': {
    title: 'intermediate not yet valid',
    requirement: 'CERT-05',
    serves: { certificate: 'intermediate-not-yet-valid' },
    expect: { M2: 'refuse' },
    alerts: [45, 48],
  },
  'DT-07': {
    title: 'uploaded root expired',
    requirement: 'CERT-06',
    serves: { certificate: 'root-expired' },
    expect: { M2: 'record' },
    alerts: [45, 48],
  },
  'DT-08': {
    title: 'uploaded self-signed certificate, expired since',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    serves: { certificate: 'self-signed-expired' },
    expect: { M3: 'refuse' },
    alerts: [45, 48],
  },
  'DT-09': {
    title: 'valid until 2039',
    requirement: 'CERT-35',
    serves: { certificate: 'until-2039' },
    expect: { M2: 'accept' },
  },
  'DT-10': {
    title: 'valid until 2055, GeneralizedTime',
    requirement: 'CERT-35',
    serves: { certificate: 'until-2055' },
    expect: { M2: 'accept' },
  },
  'DT-11': {
    title: 'valid until 99991231235959Z',
    requirement: 'CERT-35',
    serves: { certificate: 'until-9999' },
    expect: { M2: 'accept' },
  },
  'DT-12': {
    title: 'the year 2055 as UTCTime, which is 1955',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    serves: { certificate: '2055-as-utctime' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
  },
  'DT-13': {
    title: 'GeneralizedTime with a fraction of a second',
    requirement: 'CERT-35',
    serves: { certificate: 'fractional-seconds' },
    expect: { M2: 'record' },
    alerts: [42],
  },
  'DT-14': {
    title: 'notBefore after notAfter',
    requirement: { sip: 'CERT-03', provisioning: 'PROV-03' },
    serves: { certificate: 'ends-before-it-begins' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
  },
  'DT-17': {
    title: 'lifetime of ten years',
    requirement: 'CERT-35',
    serves: { certificate: 'ten-years' },
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
