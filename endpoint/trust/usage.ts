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

/** First octet of keyUsage (RFC 5280 §4.2.1.3). */
const digitalSignature = 0x80;
const keyCertSign = 0x04;

const allows = ({ keyUsage }: Certificate, bit: number): boolean =>
  keyUsage === null || ((keyUsage[0] ?? 0) & bit) !== 0;

/** Without a keyUsage extension every use is allowed (RFC 5280 §4.2.1.3). */
export const maySignCertificates = (certificate: Certificate): boolean => allows(certificate, keyCertSign);

function refuse(text: string): never {
  throw new CertificateProblem('usage', 'unsupported_certificate', text);
}

/**
 * RFC 5246 §7.4.2, RFC 8446 §4.4.2.2: the key signs the handshake in every suite that the device offers, so it must be
 * one for digital signatures.
 */
function checkKeyUsage(leaf: Certificate, flaws: Flaws): void {
  if (allows(leaf, digitalSignature) || flaws.has('ignores-leaf-key-usage')) return;
  refuse(`the key of the certificate ${leaf.title} is not for digital signatures (RFC 5280 §4.2.1.3)`);
}

/**
 * RFC 5280 §4.2.1.12; RFC 5924 §5 for SIP. Without the extension every use is allowed. What an authority may issue is no
 * matter of its own extended key usage: RFC 5280 §6.1 does not look at it.
 */
function checkExtendedKeyUsage(leaf: Certificate, service: keyof typeof accepted, flaws: Flaws): void {
  const usages = leaf.extendedKeyUsage;
  if (usages === null) {
    if (flaws.has('requires-extended-key-usage')) refuse(`the certificate ${leaf.title} has no extended key usage`);
    return;
  }
  if (flaws.has('refuses-sip-domain-usage') && usages.includes(sipDomain))
    refuse(`the certificate ${leaf.title} has a usage that is not known`);
  if (flaws.has('ignores-extended-key-usage')) return;
  const fitting: readonly string[] = accepted[service];
  if (usages.some((usage) => fitting.includes(usage))) return;
  refuse(
    `the certificate ${leaf.title} is not for ${service === 'client' ? 'clients' : 'servers'}: its extended key usage is ` +
      `${usages.join(', ')} (RFC 5280 §4.2.1.12)`,
  );
}

/** cA TRUE does not keep a certificate from being that of a server (RFC 5280 §4.2.1.9 says nothing of the kind). */
export function checkUsage(leaf: Certificate, service: keyof typeof accepted, flaws: Flaws): void {
  checkKeyUsage(leaf, flaws);
  checkExtendedKeyUsage(leaf, service, flaws);
}
