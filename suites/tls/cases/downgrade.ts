/** What the device does after a handshake was killed. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

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
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
