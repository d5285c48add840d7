/** What the server's certificate is for. */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';
/** id-kp-sipDomain (RFC 5924 §4). */
const sipDomain = '1.3.6.1.5.5.7.3.20';

/** RFC 5280 §4.2.1.12; RFC 5924 §5 for SIP. Without the extension every use is allowed. */
export function checkUsage(leaf: Certificate, service: 'sip' | 'provisioning', flaws: Flaws): void {
  if (flaws.has('ignores-extended-key-usage') || leaf.extendedKeyUsage === null) return;
  const accepted = service === 'sip' ? [serverAuth, sipDomain, anyUsage] : [serverAuth, anyUsage];
  if (leaf.extendedKeyUsage.some((usage) => accepted.includes(usage))) return;
  throw new CertificateProblem(
    'usage',
    'unsupported_certificate',
    `the certificate ${leaf.title} is not for servers: its extended key usage is ` +
      `${leaf.extendedKeyUsage.join(', ')} (RFC 5280 §4.2.1.12)`,
  );
}
