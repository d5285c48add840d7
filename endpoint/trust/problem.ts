/** What is wrong with a server's certificate. */
import type { Refusal } from '../contracts.ts';

/** The TLS alerts that tell a server what is wrong (RFC 8446 §6.2). */
export type CertificateAlert =
  | 'bad_certificate'
  | 'unsupported_certificate'
  | 'certificate_revoked'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'unknown_ca'
  | 'decode_error'
  | 'bad_certificate_status_response';

export class CertificateProblem extends Error {
  readonly kind: Refusal['kind'];
  readonly alert: CertificateAlert;
  constructor(kind: Refusal['kind'], alert: CertificateAlert, message: string) {
    super(message);
    this.name = 'CertificateProblem';
    this.kind = kind;
    this.alert = alert;
  }
}
