/** The record layer of the scripted server. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refused = { M2: 'refuse' } as const;
const recorded = { M2: 'record' } as const;
const division = { requirement: 'TLSX-21', expect: { M2: 'accept' } } as const;

export const cases = defineCases({
  R01: {
    title: 'ChangeCipherSpec behind ServerHello',
    requirement: 'TLSX-62',
    serves: { tls: 'early-change-cipher-spec' },
    expect: refused,
    alerts: [10],
  },
  R02: {
    title: '"SIP/2.0 200 OK" as application data before ServerHello',
    requirement: 'TLSX-35',
    serves: { tls: 'application-data-first' },
    expect: refused,
    alerts: [10],
  },
  R03: {
    title: 'record of content type 99',
    requirement: 'TLSX-63',
    serves: { tls: 'unknown-record-type' },
    expect: refused,
    alerts: [10],
  },
  R04: {
    title: 'record of more than 2^14 + 2048 octets',
    requirement: 'TLSX-23',
    serves: { tls: 'overlong-record' },
    expect: refused,
    alerts: [22],
  },
  // No server may send it (RFC 5246 §6.2.1); what a client does with it is said nowhere.
  R05: {
    title: 'empty handshake record, then the flight',
    requirement: 'TLSX-21',
    serves: { tls: 'empty-handshake-record' },
    expect: recorded,
  },
  R06: { ...division, title: 'flight in records of one octet', serves: { tls: 'octet-by-record' } },
  R07: { ...division, title: 'flight in one record', serves: { tls: 'flight-in-one-record' } },
  R08: { ...division, title: 'flight in TCP segments of one octet', serves: { tls: 'octet-by-segment' } },
  R09: {
    title: 'version 0x0300 in the headers of records',
    requirement: 'TLSX-68',
    serves: { tls: 'record-version-ssl3' },
    expect: recorded,
  },
  R10: {
    title: 'version 0x0505 in the headers of records',
    requirement: 'TLSX-68',
    serves: { tls: 'record-version-0505' },
    expect: recorded,
  },
  R11: {
    title: 'warning between two records of one ServerHello',
    requirement: 'TLSX-21',
    serves: { tls: 'alert-within-server-hello' },
    expect: recorded,
    alerts: [10],
  },
  R12: {
    title: 'ServerHello of 2^24 - 1 octets announced',
    requirement: 'TLSX-65',
    serves: { tls: 'endless-server-hello' },
    expect: refused,
  },
  R13: {
    title: 'chain of 20 KiB, over two records',
    requirement: 'TLSX-21',
    serves: { tls: 'chain-of-20-kib' },
    expect: recorded,
  },
  R14: {
    title: 'chain of 110 KiB',
    requirement: 'TLSX-69',
    serves: { tls: 'chain-of-110-kib' },
    expect: recorded,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
