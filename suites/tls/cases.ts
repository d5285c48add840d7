import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
  'VER-10': {
    title: 'server speaks TLS 1.0 only',
    requirement: 'TLSV-03',
    serves: { version: 'TLS 1.0' },
    expect: { M2: 'refuse' },
    alerts: [70],
  },
  'VER-11': {
    title: 'server speaks TLS 1.1 only',
    requirement: 'TLSV-04',
    serves: { version: 'TLS 1.1' },
    expect: { M2: 'refuse' },
    alerts: [70],
  },
  'VER-12': {
    title: 'server speaks TLS 1.2 only',
    requirement: 'TLSV-05',
    serves: { version: 'TLS 1.2' },
    expect: { M2: 'accept' },
  },
  'VER-13': {
    title: 'server speaks TLS 1.3 only',
    requirement: 'TLSV-06',
    serves: { version: 'TLS 1.3' },
    expect: { M2: 'accept' },
  },
  'HELLO-RC4': {
    title: 'good server; the ClientHello is read',
    requirement: 'TLSC-04',
    serves: {},
    expect: { M2: 'accept' },
  },
  'S-UNOFFERED': {
    title: 'ServerHello selects a suite of the same family that was not offered',
    requirement: 'TLSC-11',
    serves: { tls: 'unoffered-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
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

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
