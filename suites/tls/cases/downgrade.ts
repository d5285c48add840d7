/** What the device does after a handshake was killed, and what it does beside TLS where nothing is wrong. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

const inClear = { sip: 'TLSV-14', provisioning: 'PROV-36' } as const;

export const cases = defineCases({
  'DG-01': {
    title: 'TLS port closed, then reset; TCP and UDP 5060 listen',
    requirement: 'TLSV-14',
    serves: { port: 'reset' },
    expect: { M2: 'refuse' },
    services: ['sip'],
  },
  'DG-02/RESET': {
    title: 'every handshake reset after the ClientHello',
    requirement: 'TLSV-11',
    serves: { port: 'reset' },
    expect: { M2: 'refuse' },
  },
  'DG-02/40': {
    title: 'every ClientHello answered with handshake_failure',
    requirement: 'TLSV-11',
    serves: { rejectsHello: 40 },
    expect: { M2: 'refuse' },
  },
  'DG-02/70': {
    title: 'every ClientHello answered with protocol_version',
    requirement: 'TLSV-11',
    serves: { rejectsHello: 70 },
    expect: { M2: 'refuse' },
  },
  'DG-07/40': {
    title: 'every ClientHello answered with handshake_failure; ports without TLS listen',
    requirement: inClear,
    serves: { rejectsHello: 40 },
    expect: { M2: 'refuse' },
  },
  'DG-07/70': {
    title: 'every ClientHello answered with protocol_version; ports without TLS listen',
    requirement: inClear,
    serves: { rejectsHello: 70 },
    expect: { M2: 'refuse' },
  },
  'DG-07/CLEAR': {
    title: 'every ClientHello answered with HTTP in clear; ports without TLS listen',
    requirement: inClear,
    serves: { tls: 'answers-in-clear' },
    expect: { M2: 'refuse' },
  },
  'DG-08': {
    title: 'good server; ports without TLS listen as well',
    requirement: 'TLSV-25',
    serves: {},
    expect: { M2: 'accept' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
