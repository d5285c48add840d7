/** Whether a name in a certificate is the host or domain that is wanted (RFC 9525 §6.3; RFC 5922 §7.2). */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Flaws } from '../flaws.ts';

/** One spelling for each host that is wanted: lower case, no brackets, no dot at the end. */
export const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

/** ASCII alone: the octets of other characters stay as they are. */
export const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** One label of any name for each `*`. */
function labelsMatch(name: string, wanted: string): boolean {
  const wantedLabels = wanted.split('.');
  const labels = name.split('.');
  return (
    labels.length === wantedLabels.length && labels.every((label, n) => label === '*' || label === wantedLabels[n])
  );
}

/** RFC 9525 §6.3: `*` is the whole left-most label and stands for exactly one. */
export function wildcardMatches(name: string, wanted: string): boolean {
  return name.startsWith('*.') && !name.slice(1).includes('*') && labelsMatch(name, wanted);
}

function partOfLabelMatches(name: string, wanted: string): boolean {
  const [label = '', ...rest] = name.split('.');
  const [wantedLabel = '', ...wantedRest] = wanted.split('.');
  const [before, after, ...more] = label.split('*');
  if (label === '*' || after === undefined || more.length > 0 || rest.join('.') !== wantedRest.join('.')) return false;
  const isLongEnough = wantedLabel.length >= before!.length + after.length;
  return isLongEnough && wantedLabel.startsWith(before!) && wantedLabel.endsWith(after);
}

/** Each flaw with the mistake that it makes; `name` and `wanted` are in lower case. */
const mistakes = {
  'multi-label-wildcard': (name, wanted) =>
    name.startsWith('*.') && wanted.endsWith(name.slice(1)) && wanted.split('.').length > name.split('.').length,
  'wildcard-matches-domain': (name, wanted) => name === `*.${wanted}`,
  'partial-wildcard': partOfLabelMatches,
  'wildcard-anywhere': (name, wanted) => name.slice(1).includes('*') && labelsMatch(name, wanted),
  'bare-wildcard': (name, wanted) => name === '*' || name === '*.' || (name.startsWith('.') && wanted.endsWith(name)),
  'stops-at-nul': (name, wanted) => name.includes('\0') && name.slice(0, name.indexOf('\0')) === wanted,
  'suffix-name-match': (name, wanted) => name.endsWith(wanted) && /[a-z0-9-]$/.test(name.slice(0, -wanted.length)),
  'accepts-utf8-names': (name, wanted) =>
    /[\x80-\xff]/.test(name) && domainToASCII(Buffer.from(name, 'latin1').toString('utf8')) === wanted,
} as const satisfies Record<string, (name: string, wanted: string) => boolean>;

/**
 * `presented`: as it stands in the certificate, an octet for each character; so what is not ASCII, a NUL or a dot at the
 * end (RFC 1034 §3.5, which RFC 5280 §4.2.1.6 asks for) makes it another name. `wanted`: see `plainHost`.
 */
export function hostMatches(presented: string, wanted: string, allowsWildcard: boolean, flaws: Flaws): boolean {
  const name = lowerCase(presented);
  if (isIP(wanted) !== 0) return name === wanted && flaws.has('accepts-address-as-dns-name');
  for (const [flaw, isMistaken] of Object.entries(mistakes))
    if (flaws.has(flaw as keyof typeof mistakes) && isMistaken(name, wanted)) return true;
  if (flaws.has('refuses-a-labels') && wanted.split('.').some((label) => label.startsWith('xn--'))) return false;
  if (flaws.has('case-sensitive-names') && presented !== name) return false;
  return name === wanted || (allowsWildcard && wildcardMatches(name, wanted));
}
