/**
 * Faults of revocation. Each chain has an intermediate of its own name, which differs from run to run: a device may remember
 * a list by its issuer, and must never judge one row by the list of another. The root has one list for all of them.
 */
import { createHash } from 'node:crypto';
import type { CertificatePlan } from '../certificate.ts';
import type { ChainPlan, GoodChain, MadeChain, Workshop } from '../chain.ts';
import { encodeRevocationList, type RevocationListPlan } from '../crl.ts';
import { crlDistributionPoint, ocspResponder } from '../extensions.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { encodeStatusResponse, serialOf, type StatusPlan } from '../ocsp.ts';
import { special } from './chain.ts';

const renamed = ['leaf issuer', 'intermediate subject'] as const satisfies Difference[];
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
      byResponder('staple-other-serial', good, shop, { staple: { serial: BigInt(`0x${hex(shop, 'other', 12)}`) } }),
  },
} satisfies Record<string, CertificateFault>;

/** One for all hosts and runs, so that every list of the root that a device may remember has its serial number. */
const revokedName = 'Revoked';
const revokedSerial = Buffer.concat([
  Buffer.of(0x40),
  createHash('sha256').update(revokedName).digest().subarray(0, 15),
]);

/** A day is longer than a run, and soon over for a device that remembers. */
const current = (shop: Workshop): Pick<RevocationListPlan, 'thisUpdate' | 'nextUpdate'> => ({
  thisUpdate: shop.days(-1),
  nextUpdate: shop.days(1),
});

const revoked = (shop: Workshop): StatusPlan['status'] => ({ revokedAt: shop.seconds(-3600) });

const hex = (shop: Workshop, label: string, count: number): string => shop.octets(label, count).toString('hex');

interface ListDeviation {
  /** In what the list of the leaf's issuer deviates from a clean, current one. */
  list?: (made: MadeChain) => Partial<RevocationListPlan>;
  /** The server's port refuses, or the server takes its time. */
  reach?: 'refused' | 'slow';
  intermediate?: CertificatePlan;
}

/** The leaf names a CRL of the intermediate. */
function byList(name: string, good: GoodChain, shop: Workshop, deviation: ListDeviation = {}): ChainPlan {
  const { list, reach, intermediate = listedIntermediate(good, shop, `${name} ${hex(shop, name, 4)}`) } = deviation;
  const path = `${reach === 'slow' ? '/slow' : ''}/${name}/${shop.host}/leaf.crl`;
  const base = reach === 'refused' ? refusingBase(shop) : shop.revocationBase;
  return {
    ...good,
    leaf: { ...good.leaf, extensions: [crlDistributionPoint(`${base}${path}`)] },
    above: [intermediate],
    published: (made) => ({
      ...rootList(shop),
      ...(reach !== 'refused' && {
        [path]: encodeRevocationList(
          { issuer: intermediate, ...current(shop), revoked: [], ...list?.(made) },
          shop.keys,
        ),
      }),
    }),
  };
}

interface ResponseDeviation {
  /** In what the responder's answer deviates from a good, current one. */
  answer?: Partial<StatusPlan>;
  /** The same of the stapled response; nothing is stapled when left out. */
  staple?: Partial<StatusPlan>;
}

/** The leaf names an OCSP responder. */
function byResponder(
  name: string,
  good: GoodChain,
  shop: Workshop,
  { answer, staple }: ResponseDeviation = {},
): ChainPlan {
  const intermediate = listedIntermediate(good, shop, `${name} ${hex(shop, name, 4)}`);
  const path = `/${name}/${shop.host}/ocsp`;
  const response = ({ leaf }: MadeChain, deviation: Partial<StatusPlan> = {}): Buffer =>
    encodeStatusResponse(
      { issuer: intermediate, serial: serialOf(leaf), status: 'good', ...current(shop), ...deviation },
      shop.keys,
    );
  return {
    ...good,
    leaf: { ...good.leaf, extensions: [ocspResponder(`${shop.revocationBase}${path}`)] },
    above: [intermediate],
    published: (made) => ({ ...rootList(shop), [path]: response(made, answer) }),
    ...(staple && { staple: (made: MadeChain) => response(made, staple) }),
  };
}

const rootListPath = '/lab-root.crl';

/** A device that insists on the status of every certificate needs that of the intermediate too. */
function listedIntermediate(good: GoodChain, shop: Workshop, word: string): CertificatePlan {
  return { ...special(good, word), extensions: [crlDistributionPoint(`${shop.revocationBase}${rootListPath}`)] };
}

function revokedIntermediate(good: GoodChain, shop: Workshop): CertificatePlan {
  return { ...listedIntermediate(good, shop, 'Revoked'), serial: revokedSerial };
}

/** The very same list for every fault and host. */
function rootList(shop: Workshop): Record<string, Buffer> {
  const serial = BigInt(`0x${revokedSerial.toString('hex')}`);
  const list = {
    issuer: shop.authorities.lab.root,
    ...current(shop),
    revoked: [{ serial, at: shop.seconds(-3600) }],
  };
  return { [rootListPath]: encodeRevocationList(list, shop.keys) };
}

/** Nobody listens at port 1 of the revocation server's host. */
function refusingBase(shop: Workshop): string {
  const { protocol, hostname } = new URL(shop.revocationBase);
  return `${protocol}//${hostname}:1`;
}
