/** Faults of wildcards. HTTPS takes one whole left-most label (RFC 9525 §6.3), SIP none at all (RFC 5922 §7.2). */
import type { CertificateFault } from '../fault.ts';
import { nameInstead, parent } from './leaf-names.ts';

export const wildcardFaults = {
  'wildcard-name': nameInstead(
    "The leaf names a wildcard of the host's parent domain and not the host.",
    (host) => `*.${parent(host)}`,
  ),
  'wildcard-two-labels-up': nameInstead(
    "The leaf names a wildcard of the domain above the host's parent domain.",
    (host) => `*.${parent(parent(host))}`,
  ),
  'wildcard-below-host': nameInstead('The leaf names a wildcard below the host itself.', (host) => `*.${host}`),
  'wildcard-after-letter': nameInstead(
    "The wildcard stands behind the first letter of the host's first label.",
    (host) => `${host.slice(0, 1)}*.${parent(host)}`,
  ),
  'wildcard-before-letter': nameInstead(
    "The wildcard stands before the last letter of the host's first label.",
    (host) => `*${lastLetter(host)}.${parent(host)}`,
  ),
  'wildcard-between-letters': nameInstead(
    "The wildcard stands between the first and the last letter of the host's first label.",
    (host) => `${host.slice(0, 1)}*${lastLetter(host)}.${parent(host)}`,
  ),
  'wildcard-inner-label': nameInstead(
    'The wildcard stands for the second label and not for the left-most one.',
    (host) => `${label(host)}.*.${parent(parent(host))}`,
  ),
  'wildcard-twice': nameInstead(
    'Two wildcards stand for the two left-most labels.',
    (host) => `*.*.${parent(parent(host))}`,
  ),
  'wildcard-alone': nameInstead('The leaf names a wildcard alone.', () => '*'),
  'wildcard-with-dot': nameInstead('The leaf names a wildcard with a dot behind it.', () => '*.'),
  'wildcard-of-top-level': nameInstead(
    'The leaf names a wildcard of the top-level domain.',
    (host) => `*.${host.slice(host.lastIndexOf('.') + 1)}`,
  ),
  'leading-dot': nameInstead(
    "The leaf names the host's parent domain with a dot before it.",
    (host) => `.${parent(host)}`,
  ),
} satisfies Record<string, CertificateFault>;

const label = (host: string): string => host.slice(0, host.indexOf('.'));
const lastLetter = (host: string): string => label(host).slice(-1);
