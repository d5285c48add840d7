/** Whether the device's certificate is one that a server asks for (RFC 5246 §7.4.4; RFC 8446 §4.3.2). */
import { X509Certificate } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { readNode, readNodes } from './der.ts';
import { readPem } from './pem.ts';

export interface CertificateRequest {
  /** DER of the names of acceptable authorities; empty: any. */
  authorities: Buffer[];
  /** SignatureScheme (RFC 8446 §4.2.3), which as two octets reads the pairs of RFC 5246 §7.4.1.4.1 as well. */
  schemes: number[];
  isTls13: boolean;
}

/** DER of the issuer's name: after the optional version, the serial number and the algorithm (RFC 5280 §4.1). */
function issuerOf(pem: string): Buffer {
  const fields = readNodes(readNode(readNode(new X509Certificate(pem).raw).content).content);
  const hasVersion = fields[0]?.tag === 0xa0;
  return fields[hasVersion ? 3 : 2]!.whole;
}

const pss = { rsae: [0x0804, 0x0805, 0x0806], own: [0x0809, 0x080a, 0x080b] };
/** RFC 8446 §4.2.3: in TLS 1.3 a curve goes with one hash. */
const ecdsa: Record<string, number> = { prime256v1: 0x0403, secp384r1: 0x0503, secp521r1: 0x0603 };

/** What the key of a certificate can sign a CertificateVerify with. */
function schemesOf(pem: string, isTls13: boolean): number[] {
  const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(pem).publicKey;
  switch (asymmetricKeyType) {
    case 'rsa':
      // RFC 8446 §4.4.3: PKCS #1 v1.5 signs certificates there and no handshake.
      return isTls13 ? pss.rsae : [...pss.rsae, 0x0401, 0x0501, 0x0601, 0x0201];
    case 'rsa-pss':
      return pss.own;
    case 'ec':
      return isTls13 ? [ecdsa[asymmetricKeyDetails?.namedCurve ?? ''] ?? 0] : [...Object.values(ecdsa), 0x0203];
    case 'ed25519':
      return [0x0807];
    case 'ed448':
      return [0x0808];
    default:
      return [];
  }
}

/**
 * Whether the certificate may be shown; otherwise the answer is an empty Certificate (RFC 5246 §7.4.6; RFC 8446
 * §4.4.2.3). `chainPem` begins with the device's own.
 */
export function fits(request: CertificateRequest, chainPem: string, flaws: Flaws): boolean {
  const chain = readPem(chainPem).certificates;
  const [own] = chain;
  if (own === undefined) return false;
  const { authorities, schemes, isTls13 } = request;
  // RFC 5246 §7.4.4: the name may be that of the root or of an authority below it.
  const isAsked =
    authorities.length === 0 || chain.some((pem) => authorities.some((name) => name.equals(issuerOf(pem))));
  const canSign = schemesOf(own, isTls13).some((scheme) => schemes.includes(scheme));
  // A device that sends its certificate alone knows its issuers all the same.
  const isLenient = flaws.has('ignores-certificate-authorities') || flaws.has('sends-leaf-only');
  return (isAsked || isLenient) && (canSign || flaws.has('ignores-request-algorithms'));
}
