/** Chains whose certificates say where the revocation server answers for them, and what it answers there. */
import { createHash } from 'node:crypto';
import type { CertificatePlan } from '../certificate.ts';
import type { ChainPlan, GoodChain, MadeChain, Workshop } from '../chain.ts';
import { encodeRevocationList, type RevocationListPlan } from '../crl.ts';
import { crlDistributionPoint, mustStaple, ocspResponder } from '../extensions.ts';
import { encodeStatusResponse, serialOf, type StatusPlan } from '../ocsp.ts';
import { special } from './chain.ts';

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

/** Other digits in each run and for each host. */
export const randomHex = (shop: Workshop, label: string, count: number): string =>
  shop.octets(label, count).toString('hex');

export interface ListDeviation {
  /** In what the list of the leaf's issuer deviates from a clean, current one. */
  list?: (made: MadeChain) => Partial<RevocationListPlan>;
  /** The same of the list that takes its place in the midst of a test. */
  listLater?: ListDeviation['list'];
  /** The server's port refuses, or the server takes its time. */
  reach?: 'refused' | 'slow';
  intermediate?: CertificatePlan;
}

/** The leaf names a CRL of the intermediate. */
export function byList(name: string, good: GoodChain, shop: Workshop, deviation: ListDeviation = {}): ChainPlan {
  const {
    list,
    listLater,
    reach,
    intermediate = listedIntermediate(good, shop, `${name} ${randomHex(shop, name, 4)}`),
  } = deviation;
  const path = `${reach === 'slow' ? '/slow' : ''}/${name}/${shop.host}/leaf.crl`;
  const encoded = (deviates: Partial<RevocationListPlan> = {}): Buffer =>
    encodeRevocationList({ issuer: intermediate, ...current(shop), revoked: [], ...deviates }, shop.keys);
  const base = reach === 'refused' ? refusingBase(shop) : shop.revocationBase;
  return {
    ...good,
    leaf: { ...good.leaf, extensions: [crlDistributionPoint(`${base}${path}`)] },
    above: [intermediate],
    published: (made) => ({
      ...rootList(shop),
      ...(reach !== 'refused' && { [path]: encoded(list?.(made)) }),
    }),
    ...(listLater && {
      publishedOnceRevoked: (made: MadeChain) => ({ ...rootList(shop), [path]: encoded(listLater(made)) }),
    }),
  };
}

export interface ResponseDeviation {
  /** In what the responder's answer deviates from a good, current one. */
  answer?: Partial<StatusPlan>;
  /** The same of the stapled response; nothing is stapled when left out. */
  staple?: Partial<StatusPlan>;
  /** The leaf says that a response is stapled (RFC 7633). */
  demandsStaple?: true;
}

/** The leaf names an OCSP responder. */
export function byResponder(
  name: string,
  good: GoodChain,
  shop: Workshop,
  { answer, staple, demandsStaple }: ResponseDeviation = {},
): ChainPlan {
  const intermediate = listedIntermediate(good, shop, `${name} ${randomHex(shop, name, 4)}`);
  const path = `/${name}/${shop.host}/ocsp`;
  const response = ({ leaf }: MadeChain, deviation: Partial<StatusPlan> = {}): Buffer =>
    encodeStatusResponse(
      { issuer: intermediate, serial: serialOf(leaf), status: 'good', ...current(shop), ...deviation },
      shop.keys,
    );
  return {
    ...good,
    leaf: {
      ...good.leaf,
      extensions: [ocspResponder(`${shop.revocationBase}${path}`), ...(demandsStaple ? [mustStaple()] : [])],
    },
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

export function revokedIntermediate(good: GoodChain, shop: Workshop): CertificatePlan {
  return { ...listedIntermediate(good, shop, revokedName), serial: revokedSerial };
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
