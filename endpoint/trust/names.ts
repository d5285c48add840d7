/** Whether a certificate names the server: RFC 5922 §7 for SIP, RFC 9525 §6 for HTTPS. */
import { isIP } from 'node:net';
import type { Flaws } from '../flaws.ts';
import type { AlternativeNames, Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

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

const nothing: AlternativeNames = { uris: [], dns: [], addresses: [] };
const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

/** One spelling for each address, that of the URL standard. */
const addressText = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;

function octetsText(octets: Buffer): string {
  if (octets.length === 4) return octets.join('.');
  return octets.length === 16 ? addressText(octets.toString('hex').replace(/(.{4})(?!$)/g, '$1:')) : '';
}

function dnsMatches(presented: string, wanted: string, wildcard: boolean): boolean {
  const name = presented.toLowerCase();
  if (name === wanted) return true;
  // RFC 9525 §6.3: `*` is the whole left-most label and stands for exactly one.
  const dot = wanted.indexOf('.');
  return wildcard && dot > 0 && name === `*${wanted.slice(dot)}` && !name.slice(1).includes('*');
}

/** The domain of a sip: URI without userinfo; RFC 5922 §7.1 accepts no other scheme and no user. */
function sipDomainOf(uri: string): string | null {
  const domain = /^sip:(\[[0-9a-f:.]+\]|[^@:;?[\]]+)(?::\d+)?(?:[;?][^@]*)?$/i.exec(uri)?.[1];
  return domain === undefined ? null : plain(domain);
}

/**
 * The domains that a certificate speaks for in SIP (RFC 5922 §7.1): those of its sip: URIs, and where there are none its
 * dNSNames. Compared as a whole and without case (§7.2).
 */
export function sipIdentities({ names }: Certificate): string[] {
  const domains = (names?.uris ?? []).map(sipDomainOf).filter((domain) => domain !== null);
  return domains.length > 0 ? domains : (names?.dns ?? []).map((name) => name.toLowerCase());
}

function sipMatches({ leaf, allowWildcard, allowCommonName, flaws }: NameRequest, wanted: string): boolean {
  const names = leaf.names ?? nothing;
  const domains = flaws.has('refuses-sip-uri-names')
    ? []
    : names.uris.map(sipDomainOf).filter((domain) => domain !== null);
  // RFC 5922 §7.1: a dNSName counts if and only if there is no sip: identity.
  if (domains.length > 0) return domains.includes(wanted);
  if (isIP(wanted) !== 0) return false;
  const dns = flaws.has('refuses-dns-names') ? [] : names.dns;
  // RFC 5922 §7.2: no wildcards.
  const wildcard = allowWildcard || flaws.has('wildcard-in-sip');
  if (dns.some((name) => dnsMatches(name, wanted, wildcard))) return true;
  return allowCommonName && leaf.names === null && leaf.commonNames.some((name) => name.toLowerCase() === wanted);
}

function httpsMatches({ leaf, flaws }: NameRequest, wanted: string): boolean {
  const names = leaf.names ?? nothing;
  if (isIP(wanted) !== 0) return names.addresses.some((octets) => octetsText(octets) === addressText(wanted));
  const dns = flaws.has('refuses-dns-names') ? [] : names.dns;
  return dns.some((name) => dnsMatches(name, wanted, true));
}

function presented({ names, commonNames }: Certificate): string {
  const { uris, dns, addresses } = names ?? nothing;
  const all = [...uris, ...dns, ...addresses.map(octetsText)];
  const shown = all.slice(0, 5).map((name) => JSON.stringify(name));
  if (all.length > 5) shown.push(`${all.length - 5} more`);
  if (shown.length > 0) return shown.join(', ');
  return `nothing in the subjectAltName (its CN is ${commonNames.map((name) => JSON.stringify(name)).join(', ') || 'absent'})`;
}

/** Throws CertificateProblem of kind `name`. */
export function checkName(request: NameRequest): void {
  const { leaf, service, flaws } = request;
  if (flaws.has('name-check-ignored')) return;
  const wanted = plain(request.identity);
  if (service === 'sip' ? sipMatches(request, wanted) : httpsMatches(request, wanted)) return;
  if (flaws.has('common-name-fallback') && leaf.commonNames.some((name) => name.toLowerCase() === wanted)) return;
  const clause = service === 'sip' ? 'RFC 5922 §7.1' : 'RFC 9525 §6';
  throw new CertificateProblem(
    'name',
    'bad_certificate',
    `the certificate does not name ${wanted}: it names ${presented(leaf)} (${clause})`,
  );
}
