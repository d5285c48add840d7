/**
 * Faults of revocation. Each chain has an intermediate of its own name, which differs from run to run: a device may remember
 * a list by its issuer, and must never judge one row by the list of another. The root has one list for all of them.
 */
import type { Workshop } from '../chain.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { serialOf, type StatusPlan } from '../ocsp.ts';
import { byList, byResponder, randomHex, revokedIntermediate } from './revocation-data.ts';
import { renamed } from './variants.ts';

const listed = ['intermediate X509v3 CRL Distribution Points', 'intermediate CRL'] as const satisfies Difference[];

export const revocationFaults = {
  'good-by-crl': {
    title: 'Leaf and intermediate name CRLs that can be had, and are on none.',
    differs: [...renamed, ...listed, 'leaf X509v3 CRL Distribution Points', 'leaf CRL'],
    make: (good, shop) => byList('good-by-crl', good, shop),
  },
  'revoked-by-crl': {
    title: 'The leaf is on the CRL of its issuer.',
    control: 'good-by-crl',
    differs: [...renamed, 'leaf CRL'],
    make: (good, shop) =>
      byList('revoked-by-crl', good, shop, {
        list: ({ leaf }) => ({ revoked: [{ serial: serialOf(leaf), at: shop.seconds(-3600) }] }),
      }),
  },
  'revoked-later': {
    title: 'The leaf is on no CRL at first, and comes onto that of its issuer in the midst of the test.',
    control: 'good-by-crl',
    differs: [...renamed],
    make: (good, shop) =>
      byList('revoked-later', good, shop, {
        listLater: ({ leaf }) => ({ revoked: [{ serial: serialOf(leaf), at: shop.seconds(-60) }] }),
      }),
  },
  'crl-unreachable': {
    title: 'The CRL of the leaf is at a port that refuses connections.',
    control: 'good-by-crl',
    differs: [...renamed, 'leaf CRL'],
    make: (good, shop) => byList('crl-unreachable', good, shop, { reach: 'refused' }),
  },
  'crl-slow': {
    title: 'The server of the CRL of the leaf is slow to answer.',
    control: 'good-by-crl',
    differs: [...renamed, 'leaf CRL'],
    make: (good, shop) => byList('crl-slow', good, shop, { reach: 'slow' }),
  },
  'crl-stale': {
    title: 'The CRL of the leaf should have been followed by another one yesterday.',
    control: 'good-by-crl',
    differs: [...renamed, 'leaf CRL'],
    make: (good, shop) =>
      byList('crl-stale', good, shop, { list: () => ({ thisUpdate: shop.days(-8), nextUpdate: shop.days(-1) }) }),
  },
  'crl-foreign-signer': {
    title: 'The CRL of the leaf is signed with another key, under the name and key identifier of the issuer.',
    control: 'good-by-crl',
    differs: [...renamed, 'leaf CRL'],
    make: (good, shop) => byList('crl-foreign-signer', good, shop, { list: () => ({ signer: shop.root('').key }) }),
  },
  'intermediate-revoked': {
    title: 'The intermediate is on the CRL of the root.',
    control: 'good-by-crl',
    differs: [...renamed, 'intermediate CRL'],
    make: (good, shop) => byList('intermediate-revoked', good, shop, { intermediate: revokedIntermediate(good, shop) }),
  },
  'good-by-ocsp': {
    title: 'The leaf names an OCSP responder, which says that it is good.',
    differs: [...renamed, ...listed, 'leaf Authority Information Access', 'leaf OCSP'],
    make: (good, shop) => byResponder('good-by-ocsp', good, shop),
  },
  'revoked-by-ocsp': {
    title: 'The OCSP responder says that the leaf is revoked.',
    control: 'good-by-ocsp',
    differs: [...renamed, 'leaf OCSP'],
    make: (good, shop) => byResponder('revoked-by-ocsp', good, shop, { answer: { status: revoked(shop) } }),
  },
  'staple-good': {
    title: 'The server staples an OCSP response that says that the leaf is good.',
    control: 'good-by-ocsp',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) => byResponder('staple-good', good, shop, { staple: {} }),
  },
  'must-staple-kept': {
    title: 'The leaf demands a stapled OCSP response (RFC 7633), and a good one comes.',
    control: 'staple-good',
    differs: [...renamed, 'leaf TLS Feature'],
    make: (good, shop) => byResponder('must-staple-kept', good, shop, { staple: {}, demandsStaple: true }),
  },
  'must-staple-broken': {
    title:
      'The leaf demands a stapled OCSP response (RFC 7633), and none comes, though its responder says that it is good.',
    control: 'must-staple-kept',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) => byResponder('must-staple-broken', good, shop, { demandsStaple: true }),
  },
  'staple-revoked': {
    title: 'The stapled response says that the leaf is revoked.',
    control: 'staple-good',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) => byResponder('staple-revoked', good, shop, { staple: { status: revoked(shop) } }),
  },
  'staple-bad-signature': {
    title: 'One bit of the signature of the stapled response is wrong.',
    control: 'staple-good',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) => byResponder('staple-bad-signature', good, shop, { staple: { signatureBitFlipped: true } }),
  },
  'staple-stale': {
    title: 'The stapled response should have been followed by another one yesterday.',
    control: 'staple-good',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) =>
      byResponder('staple-stale', good, shop, { staple: { thisUpdate: shop.days(-8), nextUpdate: shop.days(-1) } }),
  },
  'staple-other-serial': {
    title: 'The stapled response is about another serial number of the same issuer.',
    control: 'staple-good',
    differs: [...renamed, 'leaf staple'],
    make: (good, shop) =>
      byResponder('staple-other-serial', good, shop, {
        staple: { serial: BigInt(`0x${randomHex(shop, 'other', 12)}`) },
      }),
  },
} satisfies Record<string, CertificateFault>;

const revoked = (shop: Workshop): StatusPlan['status'] => ({ revokedAt: shop.seconds(-3600) });
