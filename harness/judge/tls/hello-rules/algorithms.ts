/** Rules on groups and signature schemes of a ClientHello. */
import type { ClientHelloFacts } from '../../../evidence.ts';
import { isMd5Scheme, isSha1Scheme, isShortGroup } from '../../../wire/tls/registries/offer-grades.ts';
import { has, type HelloRule, lacks, offering, offers, real, with13, without13 } from './rule.ts';

const secp256r1 = (hello: ClientHelloFacts): string[] => {
  if (!has(hello, 'supported_groups')) return lacks(hello, 'supported_groups');
  return hello.groups.includes('secp256r1') ? [] : [`offers no secp256r1, but ${real(hello.groups).join(', ')}`];
};

const inOrNothing = (names: readonly string[], of: string): string =>
  names.length > 0 ? names.join(', ') : `no ${of}`;

export const algorithmRules = {
  'secp256r1-with-tls13': {
    wants: 'secp256r1 in every ClientHello that offers TLS 1.3',
    broken: with13(secp256r1),
  },
  'secp256r1-without-tls13': {
    wants: 'secp256r1 in every ClientHello that offers elliptic curves and no TLS 1.3',
    broken: (hello, around) =>
      hello.suites.some((suite) => suite.startsWith('TLS_ECDHE_'))
        ? without13(secp256r1)(hello, around)
        : { notAbout: 'no elliptic curves are offered' },
  },
  'no-short-groups': {
    wants: 'no group of less than 224 bits in any ClientHello',
    broken: ({ groups }) => offering(groups.filter(isShortGroup)),
  },
  'finite-field-groups': {
    wants: 'which groups over finite fields are listed: recorded',
    tells: ({ groups }) =>
      inOrNothing(
        groups.filter((group) => group.startsWith('ffdhe')),
        'groups over finite fields',
      ),
  },
  'post-quantum-groups': {
    wants: 'which groups against quantum computers are listed: recorded',
    tells: ({ groups, keyShares }) => {
      const listed = groups.filter((group) => /MLKEM|Kyber/.test(group));
      const words = listed.map((group) => `${group}${keyShares.includes(group) ? ' with a share' : ''}`);
      return inOrNothing(words, 'group against quantum computers');
    },
  },
  'signature-algorithms-sent': {
    wants: 'signature_algorithms in every ClientHello that offers TLS 1.2 or TLS 1.3',
    broken: (hello) =>
      offers(hello, 'TLS 1.2') || offers(hello, 'TLS 1.3')
        ? lacks(hello, 'signature_algorithms')
        : { notAbout: 'neither TLS 1.2 nor TLS 1.3 is offered' },
  },
  'no-md5-signatures': {
    wants: 'no signature with MD5 in any ClientHello',
    broken: ({ signatureSchemes }) => offering(signatureSchemes.filter(isMd5Scheme)),
  },
  'no-sha1-signatures': {
    wants: 'no signature with SHA-1 in any ClientHello',
    broken: ({ signatureSchemes }) => offering(signatureSchemes.filter(isSha1Scheme)),
  },
  'no-sha1-in-certificates': {
    wants: 'no signature with SHA-1 in signature_algorithms_cert of any ClientHello',
    broken: ({ certificateSchemes }) =>
      certificateSchemes === null
        ? { notAbout: 'signature_algorithms_cert is not sent' }
        : certificateSchemes.filter(isSha1Scheme).map((scheme) => `offers ${scheme} in certificates`),
  },
  'rsa-pss': {
    wants: 'rsa_pss_rsae_sha256 in every ClientHello that offers TLS 1.3',
    broken: with13(({ signatureSchemes }) =>
      signatureSchemes.includes('rsa_pss_rsae_sha256') ? [] : ['lacks rsa_pss_rsae_sha256'],
    ),
  },
  'no-dsa': {
    wants: 'neither signatures nor cipher suites with DSA in any ClientHello',
    broken: ({ signatureSchemes, suites }) =>
      offering([
        ...signatureSchemes.filter((scheme) => scheme.startsWith('dsa_')),
        ...suites.filter((suite) => /_DSS_/.test(suite)),
      ]),
  },
} as const satisfies Record<string, HelloRule>;
