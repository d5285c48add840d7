/** After the handshake. Over SIP the lab asks the registered device something; over HTTPS it asks for credentials. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accepts, refuses, tells } from './scripted-row.ts';

const sip = ['sip'] as const;
const provisioning = ['provisioning'] as const;

export const cases = defineCases({
  'AP-01': refuses(
    { tls: 'damaged-record-tls12', asks: 'invite' },
    'TLSX-24',
    'INVITE in a record with one bit changed, in TLS 1.2',
    { alerts: [20], services: sip },
  ),
  'AP-02': refuses(
    { tls: 'damaged-record-tls13', asks: 'invite' },
    'TLSX-24',
    'INVITE in a record with one bit changed, in TLS 1.3',
    { alerts: [20], services: sip },
  ),
  'AP-03': refuses(
    { tls: 'damaged-record-tls12', http: 'basic' },
    'TLSX-24',
    '401 in a record with one bit changed, in TLS 1.2',
    { alerts: [20], services: provisioning },
  ),
  'AP-04': refuses(
    { tls: 'damaged-record-tls13', http: 'basic' },
    'TLSX-24',
    '401 in a record with one bit changed, in TLS 1.3',
    { alerts: [20], services: provisioning },
  ),
  'AP-05': accepts(
    { tls: 'octet-by-application-record-tls12', asks: 'options' },
    'TLSX-22',
    'SIP with a record for each octet, in TLS 1.2',
    { services: sip },
  ),
  'AP-06': accepts(
    { tls: 'octet-by-application-record-tls13', asks: 'options' },
    'TLSX-22',
    'SIP with a record for each octet, in TLS 1.3',
    { services: sip },
  ),
  'AP-07': accepts(
    { tls: 'honest-tls12', asks: 'three-options' },
    'TLSX-22',
    'three SIP requests in one record, in TLS 1.2',
    { services: sip },
  ),
  'AP-08': accepts(
    { tls: 'honest-tls13', asks: 'three-options' },
    'TLSX-22',
    'three SIP requests in one record, in TLS 1.3',
    { services: sip },
  ),
  'AP-09': accepts(
    { tls: 'octet-by-application-record-tls12', http: 'basic' },
    'TLSX-92',
    'HTTP with a record for each octet, in TLS 1.2',
    { services: provisioning },
  ),
  'AP-10': accepts(
    { tls: 'octet-by-application-record-tls13', http: 'basic' },
    'TLSX-92',
    'HTTP with a record for each octet, in TLS 1.3',
    { services: provisioning },
  ),
  'AP-11': refuses(
    { tls: 'overlong-application-record-tls12', asks: 'options' },
    'TLSX-23',
    'OPTIONS in a record of more than 2^14 + 2048 octets, in TLS 1.2',
    { alerts: [22], services: sip },
  ),
  'AP-12': refuses(
    { tls: 'overlong-application-record-tls13', asks: 'options' },
    'TLSX-23',
    'OPTIONS in a record of more than 2^14 + 256 octets, in TLS 1.3',
    { alerts: [22], services: sip },
  ),
  'AP-13': accepts({ tls: 'twenty-tickets', asks: 'options' }, 'TLSX-25', '20 session tickets in TLS 1.3', {
    services: sip,
  }),
  'AP-14': tells({ tls: 'ticket-tls12', asks: 'options' }, 'TLSX-96', 'session ticket in TLS 1.2', { services: sip }),
  'AP-15': accepts(
    { tls: 'key-update-requested', asks: 'options' },
    'TLSC-26',
    'KeyUpdate that asks for one of the device',
    { services: sip },
  ),
  'AP-16': accepts({ tls: 'key-update-unrequested', asks: 'options' }, 'TLSX-93', 'KeyUpdate that asks for nothing', {
    services: sip,
  }),
  'AP-17': refuses({ tls: 'key-update-malformed', asks: 'options' }, 'TLSX-94', 'KeyUpdate of the value 2', {
    alerts: [47],
    services: sip,
  }),
  'AP-18': refuses(
    { tls: 'greedy-heartbeat-tls12', asks: 'options' },
    'TLSX-26',
    'heartbeat request for more than it brings, in TLS 1.2',
    { services: sip },
  ),
  'AP-19': refuses(
    { tls: 'greedy-heartbeat-tls13', asks: 'options' },
    'TLSX-26',
    'heartbeat request for more than it brings, in TLS 1.3',
    { services: sip },
  ),
  'AP-20': refuses(
    { tls: 'cut-message-tls12', asks: 'options' },
    'TLSX-16',
    'OPTIONS whose stream ends before its empty line, in TLS 1.2',
    { services: sip },
  ),
  'AP-21': refuses(
    { tls: 'cut-message-tls13', asks: 'options' },
    'TLSX-16',
    'OPTIONS whose stream ends before its empty line, in TLS 1.3',
    { services: sip },
  ),
});

/** Those in which the device has to be watched beyond its answer. */
export const behind = defineCases({
  'AP-22': tells({ tls: 'hello-request', asks: 'options' }, 'TLSX-97', 'HelloRequest after the registration', {
    services: sip,
  }),
  'AP-23': tells(
    { tls: 'close-notify-tls12', asks: 'options' },
    'TLSX-95',
    'close_notify after the registration, in TLS 1.2',
    { services: sip },
  ),
  'AP-24': tells(
    { tls: 'close-notify-tls13', asks: 'options' },
    'TLSX-95',
    'close_notify after the registration, in TLS 1.3',
    { services: sip },
  ),
  'AP-25': tells(
    { tls: 'user-canceled', asks: 'options' },
    'TLSX-95',
    'user_canceled and close_notify after the registration',
    { services: sip },
  ),
  'AP-26': refuses(
    { tls: 'renegotiation-without-proof', asks: 'options' },
    'TLSX-10',
    'renegotiation whose server shows other Finished messages than there were',
    { alerts: [40], services: sip },
  ),
  'AP-27': tells(
    { tls: 'hello-request-and-certificate-request', asks: 'options' },
    'TLSX-97',
    'HelloRequest after the registration, and a CertificateRequest in the renegotiation',
    { services: sip },
  ),
});

/** Those in which it connects again, or is made to close. */
export const ends = defineCases({
  'AP-30': refuses(
    'ticket-for-early-data',
    { sip: 'TLSX-17', provisioning: 'TLSX-98' },
    'ticket that allows early data, then another connection',
  ),
  'AP-31': accepts('honest-tls12', 'TLSX-15', 'end of a connection by the device, in TLS 1.2', { services: sip }),
  'AP-32': accepts('honest-tls13', 'TLSX-15', 'end of a connection by the device, in TLS 1.3', { services: sip }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases | keyof typeof behind | keyof typeof ends, true> {}
}
