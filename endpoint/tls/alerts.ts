/** TLS alerts (RFC 8446 §6): sent in the device's own name, and read out of OpenSSL's errors. */
import type { CertificateAlert } from '../trust/problem.ts';

export type Alert =
  CertificateAlert | 'protocol_version' | 'decode_error' | 'handshake_failure' | 'certificate_required';

const codes: Record<Alert, number> = {
  handshake_failure: 40,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  unknown_ca: 48,
  decode_error: 50,
  protocol_version: 70,
  bad_certificate_status_response: 113,
  certificate_required: 116,
};

/** Level fatal and description. */
export const fatalAlert = (alert: Alert): Buffer => Buffer.from([2, codes[alert]]);

/** The alert that the server has sent, out of the code of OpenSSL's error: `certificate_required`; null: it was none. */
export function alertInError(code: string | undefined): string | null {
  return /^ERR_SSL_.*_ALERT_([A-Z_]+)$/.exec(code ?? '')?.[1]?.toLowerCase() ?? null;
}
