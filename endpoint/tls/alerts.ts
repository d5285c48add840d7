/** TLS alerts (RFC 8446 §6): sent in the device's own name, and read out of OpenSSL's errors. */
import type { CertificateAlert } from '../trust/problem.ts';

export type Alert =
  | CertificateAlert
  | 'unexpected_message'
  | 'bad_record_mac'
  | 'record_overflow'
  | 'handshake_failure'
  | 'illegal_parameter'
  | 'decrypt_error'
  | 'protocol_version'
  | 'missing_extension'
  | 'unsupported_extension'
  | 'certificate_required';

const codes: Record<Alert, number> = {
  unexpected_message: 10,
  bad_record_mac: 20,
  record_overflow: 22,
  handshake_failure: 40,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  decode_error: 50,
  decrypt_error: 51,
  protocol_version: 70,
  missing_extension: 109,
  unsupported_extension: 110,
  bad_certificate_status_response: 113,
  certificate_required: 116,
};

/** Level fatal and description. */
export const fatalAlert = (alert: Alert): Buffer => Buffer.from([2, codes[alert]]);

/** `number 199` where the device has no name for it. */
export const alertName = (code: number): string =>
  Object.entries(codes).find(([, each]) => each === code)?.[0] ?? `number ${code}`;

/** The alert that the server has sent, out of the code of OpenSSL's error: `certificate_required`; null: it was none. */
export function alertInError(code: string | undefined): string | null {
  return /^ERR_SSL_.*_ALERT_([A-Z_]+)$/.exec(code ?? '')?.[1]?.toLowerCase() ?? null;
}
