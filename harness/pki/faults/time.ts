/** Faults of validity. */
import { generalizedTime, utcTime } from '../der.ts';
import type { CertificateFault } from '../fault.ts';
import { special } from './chain.ts';

const renamed = ['leaf issuer', 'intermediate subject'] as const;

export const timeFaults = {
  expired: {
    title: 'The leaf ended yesterday.',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notBefore: days(-31), notAfter: days(-1) } }),
  },
  'expired-a-minute-ago': {
    title: 'The leaf ended a minute before it is shown.',
    differs: ['leaf not before', 'leaf not after'],
    fresh: true,
    make: (good, { days, seconds }) => ({
      ...good,
      leaf: { ...good.leaf, notBefore: days(-30), notAfter: seconds(-60) },
    }),
  },
  'not-yet-valid': {
    title: 'The leaf is valid from tomorrow on.',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notBefore: days(1), notAfter: days(31) } }),
  },
  'valid-in-an-hour': {
    title: 'The leaf is valid from one hour after it is shown.',
    differs: ['leaf not before'],
    fresh: true,
    make: (good, { seconds }) => ({ ...good, leaf: { ...good.leaf, notBefore: seconds(3600) } }),
  },
  'valid-since-an-hour': {
    title: 'The leaf is valid from one hour before it is shown.',
    differs: ['leaf not before'],
    fresh: true,
    make: (good, { seconds }) => ({ ...good, leaf: { ...good.leaf, notBefore: seconds(-3600) } }),
  },
  'expires-in-an-hour': {
    title: 'The leaf ends one hour after it is shown.',
    differs: ['leaf not after'],
    fresh: true,
    make: (good, { seconds }) => ({ ...good, leaf: { ...good.leaf, notAfter: seconds(3600) } }),
  },
  'intermediate-expired': {
    title: 'The intermediate ended yesterday.',
    differs: [...renamed, 'intermediate not before', 'intermediate not after'],
    make: (good, { days }) => ({
      ...good,
      above: [{ ...special(good, 'Expired'), notBefore: days(-31), notAfter: days(-1) }],
    }),
  },
  'intermediate-not-yet-valid': {
    title: 'The intermediate is valid from tomorrow on.',
    differs: [...renamed, 'intermediate not before', 'intermediate not after'],
    make: (good, { days }) => ({
      ...good,
      above: [{ ...special(good, 'Of Tomorrow'), notBefore: days(1), notAfter: days(31) }],
    }),
  },
  'root-expired': {
    title: 'The root that the device was given ended yesterday.',
    differs: [...renamed, 'intermediate issuer', 'intermediate signer'],
    make: (good, { days, root }) => ({
      ...good,
      above: [special(good, 'Under Expired Root')],
      root: { ...root('Ringproof Expired Root'), notBefore: days(-366), notAfter: days(-1) },
      anchor: (made) => made.root,
    }),
  },
  'self-signed-expired': {
    title: 'The self-signed leaf ended yesterday; trust mode M3 uploads it.',
    control: 'self-signed',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({
      leaf: { ...good.leaf, notBefore: days(-31), notAfter: days(-1) },
      above: [],
      root: null,
      pin: (made) => made.leaf,
    }),
  },
  'until-2039': {
    title: 'The leaf ends in 2039, past the last second of a signed 32-bit clock; UTCTime.',
    differs: ['leaf not after'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, notAfter: new Date('2039-01-01T00:00:00Z') } }),
  },
  'until-2055': {
    title: 'The leaf ends in 2055; GeneralizedTime.',
    differs: ['leaf not after'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, notAfter: new Date('2055-01-01T00:00:00Z') } }),
  },
  'until-9999': {
    title: 'The leaf ends at 99991231235959Z, which says that it has no end (RFC 5280 §4.1.2.5).',
    differs: ['leaf not after'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, notAfter: new Date('9999-12-31T23:59:59Z') } }),
  },
  '2055-as-utctime': {
    title: 'The end of the leaf in 2055 is coded as UTCTime, which says 1955 (RFC 5280 §4.1.2.5.1).',
    differs: ['leaf not after'],
    control: 'until-2055',
    make: (good) => ({ ...good, leaf: { ...good.leaf, notAfter: utcTime('550101000000Z') } }),
  },
  'fractional-seconds': {
    title: 'The end of the leaf in 2055 has fractional seconds, which RFC 5280 §4.1.2.5.2 forbids.',
    differs: ['leaf not after'],
    control: 'until-2055',
    make: (good) => ({ ...good, leaf: { ...good.leaf, notAfter: generalizedTime('20550101000000.5Z') } }),
  },
  'ends-before-it-begins': {
    title: 'The leaf ends before it begins.',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notBefore: days(30), notAfter: days(-1) } }),
  },
  'ten-years': {
    title: 'The leaf is valid for ten years.',
    differs: ['leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notAfter: days(3652) } }),
  },
} satisfies Record<string, CertificateFault>;
