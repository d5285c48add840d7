/** Clients of the device's own listeners: what a survey of each one asks. */
import { defineCases, type Case, type Outcome, type RequirementId } from '../../../harness/requirement.ts';
import '../requirements.ts';

type Row = Omit<Case, 'id'>;

const listeners = {
  SIP: { surveys: 'sip-listener', services: ['sip'], needs: ['tls-listener'], where: 'SIP listener' },
  WEB: { surveys: 'web', services: ['provisioning'], needs: ['web-listener'], where: 'web interface' },
} as const;

function row(on: keyof typeof listeners, requirement: RequirementId, title: string, outcome: Outcome): Row {
  const { where, ...place } = listeners[on];
  return { ...place, title: `${where}: ${title}`, requirement, serves: {}, expect: { M2: outcome } };
}

/** The same row for both listeners: `TLSV-13/SIP` and `TLSV-13/WEB`. */
const both = <const Id extends RequirementId>(id: Id, title: string, outcome: Outcome) =>
  ({ [`${id}/SIP`]: row('SIP', id, title, outcome), [`${id}/WEB`]: row('WEB', id, title, outcome) }) as Record<
    `${Id}/SIP` | `${Id}/WEB`,
    Row
  >;

export const cases = defineCases({
  ...both('TLSV-12', 'client that falls back, with TLS_FALLBACK_SCSV', 'refuse'),
  ...both('TLSV-13', 'client that speaks TLS 1.1 at most', 'refuse'),
  ...both('TLSV-17', 'client with reserved values in every list', 'accept'),
  ...both('TLSV-18', 'client with TLS 1.3 in supported_versions alone', 'accept'),
  ...both('TLSC-05', 'client with RC4 only', 'refuse'),
  ...both('TLSC-27', 'client that has its weak suites first', 'accept'),
  ...both('TLSX-11', 'client that renegotiates without renegotiation_info', 'refuse'),
  ...both('TLSX-26', 'client that sends an oversized heartbeat request', 'refuse'),
  ...both('TLSX-28', 'client that sends a request in clear', 'refuse'),
  ...both('TLSX-32', 'client with a ClientHello of up to 16 KiB', 'accept'),
  'TLSX-22/SIP': row('SIP', 'TLSX-22', 'requests cut and joined in records', 'accept'),
  ...both('TLSX-80', 'client that speaks SSL 2.0, SSL 3.0 or TLS 1.0 at most', 'refuse'),
  ...both('TLSX-81', 'client that speaks TLS 1.2', 'accept'),
  ...both('TLSX-82', 'client that speaks TLS 1.3', 'accept'),
  ...both('TLSX-83', 'client with suites of every kind, NULL to DES', 'refuse'),
  ...both('TLSX-84', 'client with suites of every kind, 3DES among them', 'refuse'),
  ...both('TLSX-85', 'client with suites of every kind, with forward secrecy and without', 'accept'),
  ...both('TLSX-86', 'client with extended_master_secret', 'accept'),
  ...both('TLSX-87', 'client with renegotiation_info', 'accept'),
  ...both('TLSX-88', 'client that offers compression', 'refuse'),
  ...both('TLSX-89', 'the certificates that it shows', 'record'),
  ...both('TLSX-90', 'client with a version that does not exist yet', 'accept'),
  ...both('TLSX-91', 'all that it selects', 'record'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
