/** What the peer's certificate is for. */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUsage = '2.5.29.37.0';
/** id-kp-sipDomain (RFC 5924 §4). */
const sipDomain = '1.3.6.1.5.5.7.3.20';

const accepted = {
  sip: [serverAuth, sipDomain, anyUsage],
  provisioning: [serverAuth, anyUsage],
  client: [clientAuth, sipDomain, anyUsage],
} as const;

/** RFC 5280 §4.2.1.12; RFC 5924 §5 for SIP. Without the extension every use is allowed. */
export function checkUsage(leaf: Certificate, service: keyof typeof accepted, flaws: Flaws): void {
  if (flaws.has('ignores-extended-key-usage') || leaf.extendedKeyUsage === null) return;
  const fitting: readonly string[] = accepted[service];
  if (leaf.extendedKeyUsage.some((usage) => fitting.includes(usage))) return;
  throw new CertificateProblem(
    'usage',
    'unsupported_certificate',
    `the certificate ${leaf.title} is not for ${service === 'client' ? 'clients' : 'servers'}: its extended key usage is ` +
      `${leaf.extendedKeyUsage.join(', ')} (RFC 5280 §4.2.1.12)`,
  );
}
