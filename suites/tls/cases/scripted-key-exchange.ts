/** ServerKeyExchange of the scripted server. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { refuses, tells } from './scripted-row.ts';

export const cases = defineCases({
  M08: refuses('bad-key-exchange-signature', 'TLSX-13', 'signature of ServerKeyExchange with one bit flipped', {
    alerts: [51],
    clause: 'RFC 5246 §7.4.3; RFC 8422 §5.4',
  }),
  M09: refuses('md5-signature', 'TLSC-19', 'ServerKeyExchange signed with MD5', { alerts: [47, 40] }),
  M10: refuses('sha1-signature', 'TLSC-19', 'ServerKeyExchange signed with SHA-1', { alerts: [47, 40] }),
  M11: refuses(
    'anonymous-signature',
    'TLSX-53',
    'ServerKeyExchange with the algorithm anonymous and an empty signature',
    { alerts: [47, 50, 40] },
  ),
  M12: refuses('unoffered-curve', 'TLSX-52', 'ServerKeyExchange over a curve that was not offered', {
    alerts: [47, 40],
  }),
  M13: refuses('explicit-curve', 'TLSC-17', 'ServerKeyExchange with the parameters of its curve spelt out', {
    alerts: [47, 40],
  }),
  M14: refuses('point-off-curve', 'TLSC-16', 'ServerKeyExchange with a point that is not on secp256r1', {
    alerts: [47, 40],
    clause: 'RFC 8422 §5.11',
  }),
  'M14/ZERO': refuses('zero-share', 'TLSC-16', 'ServerKeyExchange with the public key zero of x25519', {
    alerts: [47, 40],
    clause: 'RFC 8422 §5.11; RFC 7748 §6.1',
  }),
  M15: tells('compressed-point', 'TLSX-54', 'ServerKeyExchange with a compressed point of secp256r1'),
  'DHE-1024': refuses('dhe-1024', 'TLSC-14', 'ServerKeyExchange with a Diffie-Hellman group of 1024 bits', {
    alerts: [71, 47, 40],
  }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
