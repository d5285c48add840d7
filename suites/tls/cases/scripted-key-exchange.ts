/** ServerKeyExchange of the scripted server. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  M08: {
    title: 'signature of ServerKeyExchange with one bit flipped',
    requirement: 'TLSX-13',
    serves: { tls: 'bad-key-exchange-signature' },
    expect: { M2: 'refuse' },
    alerts: [51],
    clause: 'RFC 5246 §7.4.3; RFC 8422 §5.4',
  },
  M09: {
    title: 'ServerKeyExchange signed with MD5',
    requirement: 'TLSC-19',
    serves: { tls: 'md5-signature' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  M10: {
    title: 'ServerKeyExchange signed with SHA-1',
    requirement: 'TLSC-19',
    serves: { tls: 'sha1-signature' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  M11: {
    title: 'ServerKeyExchange with the algorithm anonymous and an empty signature',
    requirement: 'TLSX-53',
    serves: { tls: 'anonymous-signature' },
    expect: { M2: 'refuse' },
    alerts: [47, 50, 40],
  },
  M12: {
    title: 'ServerKeyExchange over a curve that was not offered',
    requirement: 'TLSX-52',
    serves: { tls: 'unoffered-curve' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  M13: {
    title: 'ServerKeyExchange with the parameters of its curve spelt out',
    requirement: 'TLSC-17',
    serves: { tls: 'explicit-curve' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  M14: {
    title: 'ServerKeyExchange with a point that is not on secp256r1',
    requirement: 'TLSC-16',
    serves: { tls: 'point-off-curve' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 8422 §5.11',
  },
  'M14/ZERO': {
    title: 'ServerKeyExchange with the public key zero of x25519',
    requirement: 'TLSC-16',
    serves: { tls: 'zero-share' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 8422 §5.11; RFC 7748 §6.1',
  },
  M15: {
    title: 'ServerKeyExchange with a compressed point of secp256r1',
    requirement: 'TLSX-54',
    serves: { tls: 'compressed-point' },
    expect: { M2: 'record' },
  },
  'DHE-1024': {
    title: 'ServerKeyExchange with a Diffie-Hellman group of 1024 bits',
    requirement: 'TLSC-14',
    serves: { tls: 'dhe-1024' },
    expect: { M2: 'refuse' },
    alerts: [71, 47, 40],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
