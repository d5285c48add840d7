/** The record layer. Nothing here is longer than 128 KiB, however much a length announces. */
import { alertNumbers } from '../registries/alerts.ts';
import { contentTypes } from '../messages/records.ts';
import type { Outgoing, TlsFault } from './tls-fault.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

type Records = NonNullable<TlsFault['records']>;

/** Changes the first flight alone. */
const firstFlight =
  (change: (honest: readonly Outgoing[]) => readonly Outgoing[]): Records =>
  (flight, honest) =>
    flight === 'first' ? change(honest) : honest;

const clear = (type: number, content: Buffer): Outgoing => ({ type, content, epoch: 'clear' });

const inVersion = (version: number): Records => firstFlight((honest) => honest.map((each) => ({ ...each, version })));

/** The flight as one run of octets: messages may lie across records (RFC 5246 §6.2.1). */
const joined = (honest: readonly Outgoing[]): Buffer => Buffer.concat(honest.map(({ content }) => content));

function inRecordsOf(octets: number, content: Buffer): Outgoing[] {
  const count = Math.ceil(content.length / octets);
  return Array.from({ length: count }, (_, index) =>
    clear(contentTypes.handshake, content.subarray(index * octets, (index + 1) * octets)),
  );
}

/** RFC 5246 §6.2.1. */
const longestPlaintext = 2 ** 14;
/** RFC 5246 §6.2.3: no record is longer than this, protected or not. */
const longestRecord = longestPlaintext + 2048;

/** Ignored by a client that is negotiating, and not hashed (RFC 5246 §7.4.1.1): fills a record with what weighs nothing. */
const helloRequest = handshakeMessage(0, Buffer.alloc(0));

function overlong(flight: Buffer): Buffer {
  const fillers = Math.max(0, Math.ceil((longestRecord + 1 - flight.length) / helloRequest.length));
  return Buffer.concat([flight, ...Array.from({ length: fillers }, () => helloRequest)]);
}

/** The honest chain, and its last certificate over and over up to so many octets. */
const chainOf =
  (octets: number): NonNullable<TlsFault['chain']> =>
  (honest) => {
    const last = honest.at(-1) ?? Buffer.alloc(0);
    const missing = octets - honest.reduce((sum, { length }) => sum + length, 0);
    const count = last.length > 0 ? Math.max(0, Math.ceil(missing / last.length)) : 0;
    return [...honest, ...Array.from({ length: count }, () => last)];
  };

/** A chain of that size fits in no single record. */
const inFullRecords = firstFlight((honest) => inRecordsOf(longestPlaintext, joined(honest)));

export const recordFaults = {
  'early-change-cipher-spec': {
    title: 'sends ChangeCipherSpec behind ServerHello, before any key is agreed',
    records: firstFlight(([hello, ...rest]) => [
      ...(hello ? [hello] : []),
      clear(contentTypes.changeCipherSpec, Buffer.of(1)),
      ...rest,
    ]),
  },
  'application-data-first': {
    title: 'sends "SIP/2.0 200 OK" as application data before ServerHello',
    records: firstFlight((honest) => [
      clear(contentTypes.application, Buffer.from('SIP/2.0 200 OK\r\n\r\n')),
      ...honest,
    ]),
  },
  'unknown-record-type': {
    title: 'sends a record of content type 99 before ServerHello',
    records: firstFlight((honest) => [clear(99, Buffer.alloc(4)), ...honest]),
  },
  'overlong-record': {
    title: 'sends its flight in one record of more than 2^14 + 2048 octets',
    records: firstFlight((honest) => [clear(contentTypes.handshake, overlong(joined(honest)))]),
  },
  'empty-handshake-record': {
    title: 'sends an empty handshake record before ServerHello',
    records: firstFlight((honest) => [clear(contentTypes.handshake, Buffer.alloc(0)), ...honest]),
  },
  'octet-by-record': {
    title: 'sends each octet of its flight in a record of its own',
    records: firstFlight((honest) => inRecordsOf(1, joined(honest))),
  },
  'flight-in-one-record': {
    title: 'sends its flight in as few records as will hold it',
    records: inFullRecords,
  },
  'octet-by-segment': {
    title: 'sends each octet of its flight in a TCP segment of its own',
    octetBySegment: true,
  },
  'record-version-ssl3': {
    title: 'writes version 0x0300 into the headers of its records',
    records: inVersion(0x0300),
  },
  'record-version-0505': {
    title: 'writes version 0x0505 into the headers of its records',
    records: inVersion(0x0505),
  },
  'alert-within-server-hello': {
    title: 'sends a warning between two records of one ServerHello',
    records: firstFlight(([hello, ...rest]) => {
      const content = hello?.content ?? Buffer.alloc(0);
      const half = content.length >> 1;
      return [
        clear(contentTypes.handshake, content.subarray(0, half)),
        clear(contentTypes.alert, Buffer.of(1, alertNumbers.unrecognized_name)),
        clear(contentTypes.handshake, content.subarray(half)),
        ...rest,
      ];
    }),
  },
  'endless-server-hello': {
    title: 'announces a ServerHello of 2^24 - 1 octets and sends 16 KiB of it',
    instead: () => {
      const header = Buffer.concat([uint(2, 1), uint(2 ** 24 - 1, 3)]);
      const content = Buffer.concat([header, Buffer.alloc(longestPlaintext - header.length)]);
      const record = Buffer.concat([uint(contentTypes.handshake, 1), uint(0x0303, 2), vector(2, content)]);
      return { bytes: record, then: 'wait' };
    },
  },
  'chain-of-20-kib': {
    title: 'sends a chain of 20 KiB, over two records',
    chain: chainOf(20 * 1024),
    records: inFullRecords,
  },
  'chain-of-110-kib': {
    title: 'sends a chain of 110 KiB',
    chain: chainOf(110 * 1024),
    records: inFullRecords,
  },
} as const satisfies Record<string, TlsFault>;
