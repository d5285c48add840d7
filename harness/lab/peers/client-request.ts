/** What a server asks of the client's certificate, as the presentation says, and how it checks the answer. */
import { X509Certificate } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { Pki } from '../../pki/pki.ts';
import type { RequestForCertificate } from '../../wire/tls/server/server-flight12.ts';
import { subjectDer } from '../../wire/x509/names.ts';
import type { Presentation } from '../presentation.ts';

export interface ClientRequest {
  required: boolean;
  /** PEM of the authorities that the CertificateRequest names; none leaves the choice to the client. */
  named: readonly string[];
  /** PEM of the authority that the client's chain must lead to. */
  anchor: string;
  /** RSA certificates are excluded. */
  ecdsaOnly: boolean;
}

/** Null where the server asks for none. Throws LabError for a request that nothing asks for. */
export function clientRequest(presentation: Presentation, { anchors }: Pki): ClientRequest | null {
  const { clientCertificate, certificateRequest = 'device-authority' } = presentation;
  if (!clientCertificate) {
    if (!presentation.certificateRequest) return null;
    throw new LabError('peer-presentation', `without clientCertificate nothing asks for "${certificateRequest}"`);
  }
  const anchor = certificateRequest === 'other-authority' ? anchors.unknown : anchors.device;
  const named = certificateRequest === 'any-authority' ? [] : [anchor];
  return {
    required: clientCertificate === 'required',
    named,
    anchor,
    ecdsaOnly: certificateRequest === 'ecdsa-only',
  };
}

const ecdsaSchemes = [0x0403, 0x0503, 0x0603];
const rsaSchemes = [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201];
/** RFC 5246 §7.4.4, RFC 8422 §5.5. */
const certificateTypes = { rsaSign: 1, ecdsaSign: 64 };

/** The request as TLS 1.2 sends it. */
export function requestMessage({ named, ecdsaOnly }: ClientRequest): RequestForCertificate {
  const { rsaSign, ecdsaSign } = certificateTypes;
  return {
    types: ecdsaOnly ? [ecdsaSign] : [rsaSign, ecdsaSign],
    signatureSchemes: ecdsaOnly ? ecdsaSchemes : [...ecdsaSchemes, 0x0807, ...rsaSchemes],
    authorities: named.map((pem) => subjectDer(new X509Certificate(pem).raw)),
  };
}

/** Whether signatures, authority bits and dates lead from the leaf (first) to the anchor. Never throws. */
export function leadsTo(anchorPem: string, chain: readonly Buffer[], now: Date): boolean {
  try {
    const anchor = new X509Certificate(anchorPem);
    const sent = chain.map((der) => new X509Certificate(der));
    let current = sent[0];
    for (let steps = 0; current && steps <= sent.length; steps++) {
      if (!validAt(current, now)) return false;
      if (issued(anchor, current)) return true;
      const below: X509Certificate = current;
      current = sent.find((one) => one !== below && one.ca && issued(one, below));
    }
    return false;
  } catch {
    return false;
  }
}

const issued = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const validAt = ({ validFrom, validTo }: X509Certificate, now: Date): boolean =>
  Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
