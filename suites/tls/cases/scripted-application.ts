/** After the handshake. Over SIP the lab asks the registered device something; over HTTPS it asks for credentials. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refuse = { M2: 'refuse' } as const;
const accept = { M2: 'accept' } as const;
const record = { M2: 'record' } as const;
const sip = ['sip'] as const;
const provisioning = ['provisioning'] as const;

export const cases = defineCases({
  'AP-01': {
    title: 'INVITE in a record with one bit changed, in TLS 1.2',
    requirement: 'TLSX-24',
    serves: { tls: 'damaged-record-tls12', asks: 'invite' },
    expect: refuse,
    alerts: [20],
    services: sip,
  },
  'AP-02': {
    title: 'INVITE in a record with one bit changed, in TLS 1.3',
    requirement: 'TLSX-24',
    serves: { tls: 'damaged-record-tls13', asks: 'invite' },
    expect: refuse,
    alerts: [20],
    services: sip,
  },
  'AP-03': {
    title: '401 in a record with one bit changed, in TLS 1.2',
    requirement: 'TLSX-24',
    serves: { tls: 'damaged-record-tls12', http: 'basic' },
    expect: refuse,
    alerts: [20],
    services: provisioning,
  },
  'AP-04': {
    title: '401 in a record with one bit changed, in TLS 1.3',
    requirement: 'TLSX-24',
    serves: { tls: 'damaged-record-tls13', http: 'basic' },
    expect: refuse,
    alerts: [20],
    services: provisioning,
  },
  'AP-05': {
    title: 'SIP with a record for each octet, in TLS 1.2',
    requirement: 'TLSX-22',
    serves: { tls: 'octet-by-application-record-tls12', asks: 'options' },
    expect: accept,
    services: sip,
  },
  'AP-06': {
    title: 'SIP with a record for each octet, in TLS 1.3',
    requirement: 'TLSX-22',
    serves: { tls: 'octet-by-application-record-tls13', asks: 'options' },
    expect: accept,
    services: sip,
  },
  'AP-07': {
    title: 'three SIP requests in one record, in TLS 1.2',
    requirement: 'TLSX-22',
    serves: { tls: 'honest-tls12', asks: 'three-options' },
    expect: accept,
    services: sip,
  },
  'AP-08': {
    title: 'three SIP requests in one record, in TLS 1.3',
    requirement: 'TLSX-22',
    serves: { tls: 'honest-tls13', asks: 'three-options' },
    expect: accept,
    services: sip,
  },
  'AP-09': {
    title: 'HTTP with a record for each octet, in TLS 1.2',
    requirement: 'TLSX-92',
    serves: { tls: 'octet-by-application-record-tls12', http: 'basic' },
    expect: accept,
    services: provisioning,
  },
  'AP-10': {
    title: 'HTTP with a record for each octet, in TLS 1.3',
    requirement: 'TLSX-92',
    serves: { tls: 'octet-by-application-record-tls13', http: 'basic' },
    expect: accept,
    services: provisioning,
  },
  'AP-11': {
    title: 'OPTIONS in a record of more than 2^14 + 2048 octets, in TLS 1.2',
    requirement: 'TLSX-23',
    serves: { tls: 'overlong-application-record-tls12', asks: 'options' },
    expect: refuse,
    alerts: [22],
    services: sip,
  },
  'AP-12': {
    title: 'OPTIONS in a record of more than 2^14 + 256 octets, in TLS 1.3',
    requirement: 'TLSX-23',
    serves: { tls: 'overlong-application-record-tls13', asks: 'options' },
    expect: refuse,
    alerts: [22],
    services: sip,
  },
  'AP-13': {
    title: '20 session tickets in TLS 1.3',
    requirement: 'TLSX-25',
    serves: { tls: 'twenty-tickets', asks: 'options' },
    expect: accept,
    services: sip,
  },
  'AP-14': {
    title: 'session ticket in TLS 1.2',
    requirement: 'TLSX-96',
    serves: { tls: 'ticket-tls12', asks: 'options' },
    expect: record,
    services: sip,
  },
  'AP-15': {
    title: 'KeyUpdate that asks for one of the device',
    requirement: 'TLSC-26',
    serves: { tls: 'key-update-requested', asks: 'options' },
    expect: accept,
    services: sip,
  },
  'AP-16': {
    title: 'KeyUpdate that asks for nothing',
    requirement: 'TLSX-93',
    serves: { tls: 'key-update-unrequested', asks: 'options' },
    expect: accept,
    services: sip,
  },
  'AP-17': {
    title: 'KeyUpdate of the value 2',
    requirement: 'TLSX-94',
    serves: { tls: 'key-update-malformed', asks: 'options' },
    expect: refuse,
    alerts: [47],
    services: sip,
  },
  'AP-18': {
    title: 'heartbeat request for more than it brings, in TLS 1.2',
    requirement: 'TLSX-26',
    serves: { tls: 'greedy-heartbeat-tls12', asks: 'options' },
    expect: refuse,
    services: sip,
  },
  'AP-19': {
    title: 'heartbeat request for more than it brings, in TLS 1.3',
    requirement: 'TLSX-26',
    serves: { tls: 'greedy-heartbeat-tls13', asks: 'options' },
    expect: refuse,
    services: sip,
  },
  'AP-20': {
    title: 'OPTIONS whose stream ends before its empty line, in TLS 1.2',
    requirement: 'TLSX-16',
    serves: { tls: 'cut-message-tls12', asks: 'options' },
    expect: refuse,
    services: sip,
  },
  'AP-21': {
    title: 'OPTIONS whose stream ends before its empty line, in TLS 1.3',
    requirement: 'TLSX-16',
    serves: { tls: 'cut-message-tls13', asks: 'options' },
    expect: refuse,
    services: sip,
  },
});

/** Those in which the device has to be watched beyond its answer. */
export const behind = defineCases({
  'AP-22': {
    title: 'HelloRequest after the registration',
    requirement: 'TLSX-97',
    serves: { tls: 'hello-request', asks: 'options' },
    expect: record,
    services: sip,
  },
  'AP-23': {
    title: 'close_notify after the registration, in TLS 1.2',
    requirement: 'TLSX-95',
    serves: { tls: 'close-notify-tls12', asks: 'options' },
    expect: record,
    services: sip,
  },
  'AP-24': {
    title: 'close_notify after the registration, in TLS 1.3',
    requirement: 'TLSX-95',
    serves: { tls: 'close-notify-tls13', asks: 'options' },
    expect: record,
    services: sip,
  },
  'AP-25': {
    title: 'user_canceled and close_notify after the registration',
    requirement: 'TLSX-95',
    serves: { tls: 'user-canceled', asks: 'options' },
    expect: record,
    services: sip,
  },
  'AP-26': {
    title: 'renegotiation whose server shows other Finished messages than there were',
    requirement: 'TLSX-10',
    serves: { tls: 'renegotiation-without-proof', asks: 'options' },
    expect: refuse,
    alerts: [40],
    services: sip,
  },
  'AP-27': {
    title: 'HelloRequest after the registration, and a CertificateRequest in the renegotiation',
    requirement: 'TLSX-97',
    serves: { tls: 'hello-request-and-certificate-request', asks: 'options' },
    expect: record,
    services: sip,
  },
});

/** Those in which it connects again, or is made to close. */
export const ends = defineCases({
  'AP-30': {
    title: 'ticket that allows early data, then another connection',
    requirement: { sip: 'TLSX-17', provisioning: 'TLSX-98' },
    serves: { tls: 'ticket-for-early-data' },
    expect: refuse,
  },
  'AP-31': {
    title: 'end of a connection by the device, in TLS 1.2',
    requirement: 'TLSX-15',
    serves: { tls: 'honest-tls12' },
    expect: accept,
    services: sip,
  },
  'AP-32': {
    title: 'end of a connection by the device, in TLS 1.3',
    requirement: 'TLSX-15',
    serves: { tls: 'honest-tls13' },
    expect: accept,
    services: sip,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases | keyof typeof behind | keyof typeof ends, true> {}
}
