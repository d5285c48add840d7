/** Rules on the cipher suites of a ClientHello. */
import type { ClientHelloFacts } from '../../../evidence.ts';
import { forbiddenSuites, isForwardSecret } from '../../../wire/tls/registries/offer-grades.ts';
import { has, type HelloRule, offering, offers, offersBefore13, real, with13 } from './rule.ts';

/** No suite for which the test holds. */
const none = (what: string, test: (suite: string) => boolean): HelloRule => ({
  wants: `no cipher suite ${what} in any ClientHello`,
  broken: ({ suites }) => offering(suites.filter(test)),
});

/** The names of suites up to TLS 1.2 say what they are made with. */
const isBefore13 = (suite: string): boolean => suite.includes('_WITH_');

/** RFC 9325 §4.2. */
const recommended = [
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
];

export const suiteRules = {
  'no-null-suites': none('without encryption', forbiddenSuites.unencrypted),
  'no-anonymous-suites': none('in which no server shows who it is', forbiddenSuites.anonymous),
  'no-rc4': none('with RC4', forbiddenSuites.rc4),
  'no-short-keys': none('of export grade, with single DES or RC2', forbiddenSuites.short),
  'no-short-blocks': none('with triple DES or IDEA', (suite) => /_3DES_|_DES_192_|_IDEA_/.test(suite)),
  'no-rsa-key-transport': none('with RSA key transport', (suite) => /^TLS_RSA_(PSK_)?(EXPORT\d*_)?WITH_/.test(suite)),
  'no-static-diffie-hellman': none('with static Diffie-Hellman', (suite) =>
    /^TLS_(EC)?DH_(RSA|DSS|ECDSA)_/.test(suite),
  ),
  'no-finite-field-diffie-hellman': none('with Diffie-Hellman over finite fields', (suite) =>
    suite.startsWith('TLS_DHE_'),
  ),
  'forward-secrecy-first': {
    wants: 'cipher suites with forward secrecy, and before all others, in every ClientHello',
    broken: (hello) => {
      const [first] = hello.suites.filter(isBefore13);
      const secret = offers(hello, 'TLS 1.3') || hello.suites.some(isForwardSecret);
      if (!secret) return ['offers no cipher suite with forward secrecy'];
      return first === undefined || isForwardSecret(first) ? [] : [`offers ${first} before those with forward secrecy`];
    },
  },
  'cbc-with-encrypt-then-mac': {
    wants: 'encrypt_then_mac wherever CBC is offered, in every ClientHello',
    broken: (hello) => {
      const suites = hello.suites.filter((suite) => suite.includes('_CBC_'));
      return suites.length === 0 || has(hello, 'encrypt_then_mac')
        ? []
        : [`offers ${suites.length} cipher suites with CBC, ${suites[0]} first, and sends no encrypt_then_mac`];
    },
  },
  'recommended-suites': {
    wants: 'ECDHE with RSA and ECDSA and AES-GCM, of 128 and 256 bits, in every ClientHello that offers TLS 1.2',
    broken: (hello) =>
      offers(hello, 'TLS 1.2')
        ? recommended.filter((suite) => !hello.suites.includes(suite)).map((suite) => `lacks ${suite}`)
        : { notAbout: 'TLS 1.2 is not offered' },
  },
  'mandatory-suite': {
    wants: 'TLS_AES_128_GCM_SHA256 in every ClientHello that offers TLS 1.3',
    broken: with13(({ suites }) => (suites.includes('TLS_AES_128_GCM_SHA256') ? [] : ['lacks TLS_AES_128_GCM_SHA256'])),
  },
  'no-fallback-signal': {
    wants: 'no TLS_FALLBACK_SCSV in a ClientHello that offers the highest version of the device',
    brokenTogether: (hellos) => {
      const highest = Math.max(...hellos.map(height));
      const wrong = hellos.filter((hello) => hello.suites.includes('TLS_FALLBACK_SCSV') && height(hello) === highest);
      return wrong.length === 0 ? [] : ['sends TLS_FALLBACK_SCSV and offers its highest version'];
    },
  },
  'renegotiation-signal': {
    wants: 'renegotiation_info or its signalling suite in every ClientHello that offers a version before TLS 1.3',
    broken: (hello) => {
      if (!offersBefore13(hello)) return { notAbout: 'nothing before TLS 1.3 is offered' };
      return has(hello, 'renegotiation_info') || hello.suites.includes('TLS_EMPTY_RENEGOTIATION_INFO_SCSV')
        ? []
        : ['sends neither renegotiation_info nor its signalling suite'];
    },
  },
} as const satisfies Record<string, HelloRule>;

const order = ['SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'];

const height = ({ versions }: ClientHelloFacts): number =>
  Math.max(...real(versions).map((version) => order.indexOf(version)));
