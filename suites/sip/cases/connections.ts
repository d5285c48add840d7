/** The connection to the server: what passes over it, and who else comes (RFC 5626, RFC 5922 §7.3, RFC 5923). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accept, plainCallee, refuse } from './row-parts.ts';

export const cases = defineCases({
  'CONN-01': {
    ...refuse,
    title: 'server under an unknown authority',
    requirement: 'CONN-01',
    serves: { sip: 'honest', certificate: 'unknown-authority' },
    alerts: [48],
  },
  'CONN-02': {
    ...accept,
    title: 'a call after the registration',
    requirement: 'CONN-02',
    serves: { sip: 'honest' },
    dials: plainCallee,
    needs: ['call'],
  },
  'CONN-02/PROXY': {
    ...accept,
    title: 'a call after the registration, through an outbound proxy',
    requirement: 'CONN-02',
    serves: { sip: 'honest', target: 'proxy' },
    dials: plainCallee,
    needs: ['call', 'outbound-proxy'],
  },
  'CONN-02/IDLE': {
    ...accept,
    title: 'nothing for the window of silence, then OPTIONS',
    requirement: 'CONN-02',
    serves: { sip: 'asks-after-a-while' },
  },
  'CONN-03': {
    ...accept,
    title: 'a call down the connection of the registration',
    requirement: 'CONN-03',
    serves: { sip: 'calls' },
    needs: ['call'],
  },
  'CONN-05': {
    ...accept,
    title: 'a registrar that knows outbound',
    requirement: 'CONN-05',
    serves: { sip: 'outbound' },
  },
  'CONN-09': {
    ...accept,
    title: 'Flow-Timer: 3',
    requirement: 'CONN-09',
    serves: { sip: 'asks-for-keep-alives' },
  },
  'CONN-18': {
    ...refuse,
    title: 'first server does not answer, the second is under an unknown authority',
    requirement: 'CONN-18',
    serves: { sip: 'honest', certificate: 'unknown-authority', target: 'failover' },
    alerts: [48],
  },
  'CONN-15': {
    ...accept,
    title: 'requests and responses of the device',
    requirement: 'CONN-15',
    serves: { sip: 'asks' },
  },
  'CONN-15/MISSING': {
    ...accept,
    title: 'OPTIONS without Content-Length whose body looks like another, then a whole one',
    requirement: 'CONN-15',
    serves: { sip: 'leaves-out-length' },
    before: ['accept'],
    clause: 'RFC 3261 §18.3',
  },
  'CONN-16': {
    ...accept,
    title: 'OPTIONS of 65,507 octets, then a short one',
    requirement: 'CONN-16',
    serves: { sip: 'sends-65507-octets' },
    before: ['accept'],
  },
  'CONN-16/ABOVE': {
    ...accept,
    title: 'OPTIONS of a million octets, then a short one',
    requirement: 'CONN-16',
    serves: { sip: 'sends-a-megabyte' },
    before: ['accept'],
    clause: 'RFC 3261 §21.5.7',
  },
});

const stranger = { listener: 'optional', certificate: null } as const;

/** Visitors to the listener of a device that is registered. */
export const visited = defineCases({
  'CONN-04/UDP': {
    ...refuse,
    title: 'a call over UDP',
    requirement: 'CONN-04',
    serves: { sip: 'calls' },
    visitor: { ...stranger, over: 'udp' },
  },
  'CONN-04/TCP': {
    ...refuse,
    title: 'a call over TCP',
    requirement: 'CONN-04',
    serves: { sip: 'calls' },
    visitor: { ...stranger, over: 'tcp' },
  },
  'CONN-04/TLS': {
    ...refuse,
    title: 'a call over TLS by a stranger',
    requirement: 'CONN-04',
    serves: { sip: 'calls' },
    visitor: { ...stranger, method: 'INVITE' },
  },
  'CONN-13': {
    ...accept,
    title: 'OPTIONS over the connection and at the listener',
    requirement: 'CONN-13',
    serves: { sip: 'asks' },
    visitor: { listener: 'optional', certificate: 'good' },
  },
});

/** Visitors beside whom something else happens. */
export const visits = defineCases({
  'CONN-14': {
    ...refuse,
    title: 'a stranger who claims to be the server',
    requirement: 'CONN-14',
    serves: { sip: 'honest' },
    visitor: { ...stranger, claimsServer: true },
  },
  'CONN-17': {
    ...accept,
    title: 'a good client beside two hundred slow ones',
    requirement: 'CONN-17',
    serves: {},
    visitor: { listener: 'optional', certificate: 'good', beside: 200 },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof visited | keyof typeof visits, true> {}
}
