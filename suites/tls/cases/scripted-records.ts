/** The record layer of the scripted server. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accepts, refuses, tells } from './scripted-row.ts';

export const cases = defineCases({
  R01: refuses('early-change-cipher-spec', 'TLSX-62', 'ChangeCipherSpec behind ServerHello', { alerts: [10] }),
  R02: refuses('application-data-first', 'TLSX-35', '"SIP/2.0 200 OK" as application data before ServerHello', {
    alerts: [10],
  }),
  R03: refuses('unknown-record-type', 'TLSX-63', 'record of content type 99', { alerts: [10] }),
  R04: refuses('overlong-record', 'TLSX-23', 'record of more than 2^14 + 2048 octets', { alerts: [22] }),
  // No server may send it (RFC 5246 §6.2.1); what a client does with it is said nowhere.
  R05: tells('empty-handshake-record', 'TLSX-21', 'empty handshake record, then the flight'),
  R06: accepts('octet-by-record', 'TLSX-21', 'flight in records of one octet'),
  R07: accepts('flight-in-one-record', 'TLSX-21', 'flight in one record'),
  R08: accepts('octet-by-segment', 'TLSX-21', 'flight in TCP segments of one octet'),
  R09: tells('record-version-ssl3', 'TLSX-68', 'version 0x0300 in the headers of records'),
  R10: tells('record-version-0505', 'TLSX-68', 'version 0x0505 in the headers of records'),
  R11: tells('alert-within-server-hello', 'TLSX-21', 'warning between two records of one ServerHello', {
    alerts: [10],
  }),
  R12: refuses('endless-server-hello', 'TLSX-65', 'ServerHello of 2^24 - 1 octets announced'),
  R13: tells('chain-of-20-kib', 'TLSX-21', 'chain of 20 KiB, over two records'),
  R14: tells('chain-of-110-kib', 'TLSX-69', 'chain of 110 KiB'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
