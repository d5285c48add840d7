/** The connection to the server: kept alive, lost and found again (RFC 5626). */
import { defineCases } from '../../../harness/requirement.ts';
import { callRow } from '../../media/cases/call-row.ts';
import '../requirements.ts';
import { accept, plainCallee, refuse } from './row-parts.ts';

/** The registrar ends the connection when it is to show this, and the device comes back by itself. */
export const returning = defineCases({
  'CONN-11': {
    ...accept,
    title: 'close_notify, then the same server',
    requirement: 'CONN-11',
    serves: { sip: 'honest' },
    before: ['accept'],
  },
  'CONN-11/OTHER': {
    ...refuse,
    title: 'close_notify, then a server under an unknown authority',
    requirement: 'CONN-11',
    serves: { sip: 'honest', certificate: 'unknown-authority' },
    before: ['accept'],
    alerts: [48],
  },
});

/** The link is cut under TLS, without a word, and the device comes back by itself. */
export const cut = defineCases({
  'CONN-19/SHORT': {
    ...accept,
    title: 'link cut, the server there again at once',
    requirement: 'CONN-19',
    serves: { sip: 'honest' },
    before: ['accept'],
  },
  'CONN-19/LONG': {
    ...refuse,
    title: 'link cut, and no way to the server for several attempts',
    requirement: 'CONN-19',
    serves: { port: 'reset' },
    before: ['accept'],
  },
});

/** With the waits of the device cut short. */
export const timed = defineCases({
  'CONN-07': {
    ...accept,
    title: 'nothing but the registration',
    requirement: 'CONN-07',
    serves: { sip: 'listens-for-keep-alives' },
  },
  'CONN-08': {
    ...accept,
    title: 'no answer to keep-alives',
    requirement: 'CONN-08',
    serves: { sip: 'withholds-pongs' },
  },
  'CONN-10': {
    ...accept,
    title: 'reset after the registration, and closed at every later request',
    requirement: 'CONN-10',
    serves: { sip: 'turns-away' },
  },
});

/** Calls with media, through the proxy. */
export const calls = defineCases({
  'CONN-12': callRow('CONN-12', 'connection reset in the middle of a call', {
    direction: 'outgoing',
    device: 'optional',
    script: 'outlives-connection',
  }),
});

/** With the waits of the device cut short, and a call. */
export const timedCalls = defineCases({
  'CONN-20': {
    ...accept,
    title: 'connection reset at the INVITE',
    requirement: 'CONN-20',
    serves: { sip: 'drops-calls' },
    dials: plainCallee,
  },
});

export const restarts = defineCases({
  'CONN-06': {
    ...accept,
    title: 'restarted between two registrations',
    requirement: 'CONN-06',
    serves: { sip: 'outbound' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<
    | keyof typeof calls
    | keyof typeof returning
    | keyof typeof cut
    | keyof typeof timed
    | keyof typeof timedCalls
    | keyof typeof restarts,
    true
  > {}
}
