/** sips: and the choice of a transport (RFC 3261 §26, RFC 3263, RFC 5630): the rows of an account of sip:. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accept, plainCallee, refuse, secureCallee } from './row-parts.ts';

export const cases = defineCases({
  'SIPS-02': {
    ...accept,
    title: 'a call to sips:',
    requirement: 'SIPS-02',
    serves: { sip: 'honest' },
    dials: secureCallee,
  },
  'SIPS-03/SIP': {
    ...accept,
    title: 'the registration of an account of sip:',
    requirement: 'SIPS-03',
    serves: { sip: 'honest' },
  },
  'SIPS-04': {
    ...accept,
    title: 'a registration',
    requirement: 'SIPS-04',
    serves: { sip: 'honest' },
  },
  'SIPS-05': {
    ...accept,
    title: 'a registration and a call',
    requirement: 'SIPS-05',
    serves: { sip: 'honest' },
    dials: plainCallee,
    needs: ['call'],
  },
  'SIPS-06': {
    ...refuse,
    title: '302 to sip: behind a call to sips:',
    requirement: 'SIPS-06',
    serves: { sip: 'moves-secure-calls-to-sip' },
    dials: secureCallee,
    watched: true,
  },
  'SIPS-07/416': {
    ...refuse,
    title: '416 to a call to sips:',
    requirement: 'SIPS-07',
    serves: { sip: 'knows-no-sips' },
    dials: secureCallee,
    watched: true,
  },
  'SIPS-07/480': {
    ...refuse,
    title: '480 with Warning 380 to a call to sips:',
    requirement: 'SIPS-07',
    serves: { sip: 'wants-no-sips' },
    dials: secureCallee,
    watched: true,
  },
  'SIPS-09': {
    ...refuse,
    title: 'a call to sips: of a device whose account is one of sip:',
    requirement: 'SIPS-09',
    serves: { sip: 'calls-by-sips' },
  },
  'SIPS-10': {
    ...accept,
    title: 'a call to sips:, wanted or not',
    requirement: 'SIPS-10',
    serves: { sip: 'calls-by-sips' },
  },
  'SIPS-12': {
    ...accept,
    title: 're-INVITE in a call to sips:',
    requirement: 'SIPS-12',
    serves: { sip: 'renews-secure-call' },
    dials: secureCallee,
  },
  'SIPS-13': {
    ...accept,
    title: 'a call to sip: over TLS',
    requirement: 'SIPS-13',
    serves: { sip: 'honest' },
    dials: plainCallee,
  },
  'SIPS-14': {
    ...accept,
    title: 'a call to sips: behind a Service-Route of sip:',
    requirement: 'SIPS-14',
    serves: { sip: 'routes-by-sip' },
    dials: secureCallee,
  },
  'SIPS-15': {
    ...accept,
    title: 'a call to sip: behind a Service-Route of sips:',
    requirement: 'SIPS-15',
    serves: { sip: 'routes-by-sips' },
    dials: plainCallee,
  },
  'SIPS-16': {
    ...refuse,
    title: 'REFER to sip: in a call to sips:',
    requirement: 'SIPS-16',
    serves: { sip: 'refers-secure-call-to-sip' },
    dials: secureCallee,
  },
  'SIPS-17': {
    ...accept,
    title: 'a registration',
    requirement: 'SIPS-17',
    serves: { sip: 'honest' },
  },
  'SIPS-18': {
    ...accept,
    title: 'a domain whose DNS names no service',
    requirement: 'SIPS-18',
    serves: { sip: 'honest', target: 'bare', controlTarget: 'host' },
  },
  'SIPS-21': {
    ...accept,
    title: 'the end of a call to sips:',
    requirement: 'SIPS-21',
    serves: { sip: 'honest' },
    dials: secureCallee,
  },
  'SIPS-22': {
    ...accept,
    title: 'OPTIONS down the connection, its Via naming another host',
    requirement: 'SIPS-22',
    serves: { asks: 'options' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
