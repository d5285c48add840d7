/** Whether a certificate names the server: RFC 5922 §7 for SIP, RFC 9525 §6 for HTTPS. */
import { isIP } from 'node:net';
import type { Flaws } from '../flaws.ts';
import { addressMatches, addressText, isInSameNetwork } from './address-name.ts';
import type { Certificate } from './certificate.ts';
import { sortNames, type AlternativeNames } from './general-names.ts';
import { hostMatches, lowerCase, plainHost, wildcardMatches } from './host-name.ts';
import { CertificateProblem } from './problem.ts';
import { sipDomainOf } from './sip-uri.ts';

export interface NameRequest {
  leaf: Certificate;
  service: 'sip' | 'provisioning';
  /** The SIP domain or the URL's host. */
  identity: string;
  /** SIP only; HTTPS always matches a left-most `*` (RFC 9525 §6.3). */
  allowWildcard: boolean;
  /** SIP only: the CN counts where there is no subjectAltName at all. */
  allowCommonName: boolean;
  flaws: Flaws;
}

const FEW = 100;

/** The names that are read. */
function namesOf({ generalNames }: Certificate, flaws: Flaws): AlternativeNames {
  const all = generalNames ?? [];
  return sortNames(flaws.has('reads-few-names') ? all.slice(0, FEW) : all);
}

/**
 * The domains that a certificate speaks for in SIP (RFC 5922 §7.1): those of its sip: URIs, and where there are none its
 * dNSNames. Compared as a whole and without case (§7.2).
 */
export function sipIdentities({ names }: Certificate): string[] {
  const domains = (names?.uris ?? []).flatMap((uri) => sipDomainOf(uri)?.domain ?? []);
  return domains.length > 0 ? domains : (names?.dns ?? []).map(lowerCase);
}

function domainMatches({ text, domain }: { text: string; domain: string }, wanted: string, flaws: Flaws): boolean {
  if (flaws.has('case-sensitive-names') && text !== lowerCase(text)) return false;
  if (flaws.has('refuses-a-labels') && wanted.includes('xn--')) return false;
  if (flaws.has('stops-at-nul') && domain.includes('\0')) return domain.slice(0, domain.indexOf('\0')) === wanted;
  return domain === wanted || (flaws.has('wildcard-in-sip-uri') && wildcardMatches(domain, wanted));
}

function sipMatches({ leaf, allowWildcard, flaws }: NameRequest, wanted: string): boolean {
  const names = namesOf(leaf, flaws);
  const domains = flaws.has('refuses-sip-uri-names') ? [] : names.uris.flatMap((uri) => sipDomainOf(uri, flaws) ?? []);
  if (domains.some((domain) => domainMatches(domain, wanted, flaws))) return true;
  // RFC 5922 §7.1: a dNSName counts if and only if there is no sip: identity.
  if (domains.length > 0 && !flaws.has('dns-beside-sip-uri')) return false;
  const dns = flaws.has('refuses-dns-names') ? [] : names.dns;
  // RFC 5922 §7.2: no wildcards. §7.1 knows no iPAddress: a server that is known by its address shows it in a sip: URI.
  const wildcard = allowWildcard || flaws.has('wildcard-in-sip');
  return dns.some((name) => hostMatches(name, wanted, wildcard, flaws));
}

function httpsMatches({ leaf, flaws }: NameRequest, wanted: string): boolean {
  const names = namesOf(leaf, flaws);
  const isAddress = isIP(wanted) !== 0;
  if (isAddress && !flaws.has('refuses-address-names') && names.addresses.some((own) => addressMatches(own, wanted)))
    return true;
  if (flaws.has('sip-uri-in-https') && names.uris.some((uri) => sipDomainOf(uri)?.domain === wanted)) return true;
  const dns = flaws.has('refuses-dns-names') ? [] : names.dns;
  return dns.some((name) => hostMatches(name, wanted, !flaws.has('refuses-wildcards'), flaws));
}

/** RFC 5922 §7.1 lets the CN count in SIP where there is no subjectAltName; RFC 9525 §2 never. */
function commonNameMatches({ leaf, service, allowCommonName, flaws }: NameRequest, wanted: string): boolean {
  const isAlone = leaf.names === null;
  const isMalformed = leaf.defects.some((defect) => defect.in === 'names');
  const counts =
    (isAlone && allowCommonName && service === 'sip') ||
    (isAlone && flaws.has('common-name-without-san')) ||
    (isMalformed && flaws.has('accepts-malformed-names')) ||
    flaws.has('common-name-fallback');
  return leaf.commonNames.some((name) => {
    const nul = name.indexOf('\0');
    if (nul >= 0 && isAlone && flaws.has('stops-at-nul')) return lowerCase(name.slice(0, nul)) === wanted;
    return counts && lowerCase(name) === wanted;
  });
}

function presented({ names, commonNames }: Certificate): string {
  const { uris = [], dns = [], addresses = [] } = names ?? {};
  const all = [...uris, ...dns, ...addresses.map(addressText)];
  const shown = all.slice(0, 5).map((name) => JSON.stringify(name));
  if (all.length > 5) shown.push(`${all.length - 5} more`);
  if (shown.length > 0) return shown.join(', ');
  return `nothing in the subjectAltName (its CN is ${commonNames.map((name) => JSON.stringify(name)).join(', ') || 'absent'})`;
}

/** What only flaws object to. */
function isDisliked({ commonNames, subject }: Certificate, flaws: Flaws): boolean {
  if (flaws.has('requires-common-name') && commonNames.length === 0) return true;
  return flaws.has('refuses-empty-subject') && subject.relative.length === 0;
}

function matches(request: NameRequest, wanted: string): boolean {
  const { leaf, service, flaws } = request;
  if (isDisliked(leaf, flaws)) return false;
  if (isIP(wanted) !== 0 && leaf.names?.addresses.some((own) => isInSameNetwork(own, wanted, flaws))) return true;
  const isNamed = service === 'sip' ? sipMatches(request, wanted) : httpsMatches(request, wanted);
  return isNamed || commonNameMatches(request, wanted);
}

/** Throws CertificateProblem of kind `name`. */
export function checkName(request: NameRequest): void {
  const { leaf, service, flaws } = request;
  const wanted = plainHost(request.identity);
  if (flaws.has('name-check-ignored') || matches(request, wanted)) return;
  const clause = service === 'sip' ? 'RFC 5922 §7.1' : 'RFC 9525 §6';
  throw new CertificateProblem(
    'name',
    'bad_certificate',
    `the certificate does not name ${wanted}: it names ${presented(leaf)} (${clause})`,
  );
}
