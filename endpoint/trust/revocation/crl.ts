/**
 * Certificate revocation lists (RFC 5280 §5, §6.3): complete ones of the certificate's own issuer. Delta CRLs, indirect
 * CRLs and CRLs for some reasons alone do not determine a status here.
 */
import type { Flaws } from '../../flaws.ts';
import { readNode, readNodes, readTime, tags, type DerNode } from '../der.ts';
import { isSameName, readDistinguishedName, type DistinguishedName } from '../distinguished-name.ts';
import { readExtensions, unknownCritical, type Extensions } from './extensions.ts';
import { LEEWAY_MS, reasonName, type Finding } from './finding.ts';
import { urisOf, type Link } from './link.ts';
import { isSignedByKeyOf, type Signed } from './signature.ts';

const oids = {
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKeyIdentifier: '2.5.29.35',
} as const;
const understood = [oids.crlNumber, oids.issuingDistributionPoint, oids.authorityKeyIdentifier];
const understoodInEntries: string[] = [oids.reasonCode, oids.invalidityDate];
const cRLSign = 0x02;

interface Crl extends Signed {
  algorithmsAgree: boolean;
  issuer: DistinguishedName;
  thisUpdate: Date;
  nextUpdate: Date | null;
  entries: DerNode[];
  extensions: Extensions;
}

function readCrl(der: Buffer): Crl {
  const [signed, algorithm, signature] = readNodes(readNode(der).content);
  const all = readNodes(signed!.content);
  const [inner, issuer, thisUpdate, ...rest] = all[0]!.tag === tags.integer ? all.slice(1) : all;
  const isTime = ({ tag }: DerNode): boolean => tag === tags.utcTime || tag === tags.generalizedTime;
  const nextUpdate = rest[0] && isTime(rest[0]) ? rest.shift()! : null;
  const wrapped = rest.find(({ tag }) => tag === 0xa0);
  const entries = rest.find(({ tag }) => tag === tags.sequence);
  return {
    signed: signed!.whole,
    algorithm: algorithm!,
    algorithmsAgree: algorithm!.whole.equals(inner!.whole),
    signature: signature!,
    issuer: readDistinguishedName(issuer!),
    thisUpdate: readTime(thisUpdate!),
    nextUpdate: nextUpdate && readTime(nextUpdate),
    entries: entries ? readNodes(entries.content) : [],
    extensions: readExtensions(wrapped && readNode(wrapped.content)),
  };
}

/** Why the CRL was not issued by the issuer of the certificate; null: it was. */
function foreignness(crl: Crl, link: Link): string | null {
  const { issuer, algorithmsAgree } = crl;
  if (!isSameName(issuer, link.certificate.issuer)) return 'is that of another issuer (RFC 5280 §6.3.3(b)(1))';
  const { keyUsage } = link.issuer;
  if (keyUsage !== null && ((keyUsage[0] ?? 0) & cRLSign) === 0)
    return 'comes from an authority whose key may not sign CRLs (RFC 5280 §6.3.3(f))';
  if (!algorithmsAgree) return 'names two signature algorithms (RFC 5280 §5.1.1.2)';
  return isSignedByKeyOf(link.issuer, crl)
    ? null
    : 'is not signed by the issuer of the certificate (RFC 5280 §6.3.3(g))';
}

/** RFC 5280 §5.1.2.5: a CRL without nextUpdate is none. */
function untimeliness({ thisUpdate, nextUpdate }: Crl, at: Date): string | null {
  if (nextUpdate === null) return 'does not say when the next one comes (RFC 5280 §5.1.2.5)';
  if (nextUpdate <= at) return `is out of date since ${nextUpdate.toISOString()} (RFC 5280 §6.3.3(a))`;
  if (thisUpdate.getTime() > at.getTime() + LEEWAY_MS) return `is not valid before ${thisUpdate.toISOString()}`;
  return null;
}

/** RFC 5280 §6.3.3(b)(2): whether the CRL covers such certificates, and for every reason. */
function scope({ extensions }: Crl, { certificate, fields }: Link): string | null {
  const point = extensions.get(oids.issuingDistributionPoint);
  const parts = point ? readNodes(readNode(point.value).content) : [];
  const isSet = (tag: number): boolean => parts.some((part) => part.tag === tag && part.content[0] !== 0);
  if (isSet(0x84)) return 'is an indirect one, which is not understood';
  if (isSet(0x85) || isSet(certificate.isAuthority ? 0x81 : 0x82)) return 'does not cover such certificates';
  if (parts.some(({ tag }) => tag === 0x83)) return 'covers some reasons alone';
  const name = parts.find(({ tag }) => tag === 0xa0);
  const own = fields.crlAddresses.map(({ href }) => href);
  const matches = (text: string): boolean => URL.canParse(text) && own.includes(new URL(text).href);
  if (name && !urisOf(readNode(name.content).content).some(matches)) return 'is that of another distribution point';
  return null;
}

/** RFC 5280 §5.2, §5.3: a critical extension that is not understood bars the use of the CRL. */
function incomprehension({ extensions, entries }: Crl): string | null {
  if (extensions.has(oids.deltaCrlIndicator)) return 'is a delta CRL, which is not understood';
  const unknown =
    unknownCritical(extensions, understood) ??
    entries
      .map((entry) => readNodes(entry.content)[2])
      .map((list) => unknownCritical(readExtensions(list), understoodInEntries))
      .find((oid) => oid !== undefined);
  return unknown === undefined ? null : `has the critical extension ${unknown}, which is not understood`;
}

/** What the CRL `der` says about the certificate of `link` at the device's time `at`. */
export function judgeCrl(der: Buffer, link: Link, at: Date, flaws: Flaws): Finding {
  let crl;
  let why;
  try {
    crl = readCrl(der);
    why =
      (flaws.has('accepts-foreign-revocation-data') ? null : foreignness(crl, link)) ??
      (flaws.has('accepts-stale-revocation-data') ? null : untimeliness(crl, at)) ??
      incomprehension(crl) ??
      scope(crl, link);
    if (why !== null) return { status: 'unusable', why };
    for (const entry of crl.entries) {
      const [serial, date, list] = readNodes(entry.content);
      if (!serial?.content.equals(link.fields.serial)) continue;
      const reason = readExtensions(list).get(oids.reasonCode);
      const name = reasonName(reason && readNode(reason.value).content);
      return { status: 'revoked', since: readTime(date!), reason: name };
    }
    return { status: 'good' };
  } catch (error) {
    return { status: 'unusable', why: `cannot be read (${(error as Error).message})` };
  }
}
