/** Rules on the versions and the form of a ClientHello. */
import { type HelloRule, offering, offers, real, with13 } from './rule.ts';

export const versionRules = {
  'not-sslv2-format': {
    wants: 'no ClientHello in the format of SSL 2.0',
    broken: ({ format, legacyVersion }) =>
      format === 'sslv2' ? [`sends a hello in the format of SSL 2.0, for ${legacyVersion}`] : [],
  },
  'no-ssl3': {
    wants: 'no SSL 3.0 in any ClientHello',
    broken: ({ versions, legacyVersion }) =>
      [...versions, legacyVersion].some((version) => version === 'SSL 3.0') ? ['offers SSL 3.0'] : [],
  },
  'no-early-tls': {
    wants: 'neither TLS 1.0 nor TLS 1.1 in any ClientHello',
    broken: ({ versions }) => offering(versions.filter((version) => version === 'TLS 1.0' || version === 'TLS 1.1')),
  },
  'current-version': {
    wants: 'TLS 1.2 or TLS 1.3 in every ClientHello',
    broken: (hello) =>
      offers(hello, 'TLS 1.2') || offers(hello, 'TLS 1.3') ? [] : [`offers ${real(hello.versions).join(', ')} only`],
  },
  'tls13-offered': {
    wants: 'TLS 1.3 in every ClientHello',
    broken: (hello) => (offers(hello, 'TLS 1.3') ? [] : [`offers ${real(hello.versions).join(', ')} only`]),
  },
  'tls13-preferred': {
    wants: 'TLS 1.3 before all other versions in every ClientHello',
    broken: with13(({ versions }) => {
      const [first] = real(versions);
      return first === 'TLS 1.3' ? [] : [`offers ${first ?? 'nothing'} before TLS 1.3`];
    }),
  },
  'record-version': {
    wants: 'every ClientHello in a record of version 3.0 or later',
    broken: ({ recordVersion }) =>
      recordVersion !== null && /^(SSL 2\.0|0x0[0-2]..)$/.test(recordVersion)
        ? [`sends its ClientHello in a record of version ${recordVersion}`]
        : [],
  },
  'fresh-random': {
    wants: 'another random in every ClientHello',
    atLeast: 2,
    brokenTogether: (hellos) => {
      const repeated = hellos.filter(({ random }, index) => hellos.findIndex((one) => one.random === random) < index);
      return repeated.map(({ random }) => `sends the random ${random.slice(0, 16)}… again`);
    },
  },
  'time-in-random': {
    wants: 'whether the random begins with the time: recorded',
    tells: ({ random }, { at }) =>
      Math.abs(Number.parseInt(random.slice(0, 8), 16) - Date.parse(at) / 1000) < 86_400
        ? 'begins with the time'
        : 'does not begin with the time',
  },
} as const satisfies Record<string, HelloRule>;
