/** PEM of DER (RFC 7468). */
import { createHash } from 'node:crypto';

/** With LF and a final newline. Empty for no DER at all. */
export function pemOf(...certificates: readonly Buffer[]): string {
  return certificates
    .map((der) => {
      const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
      return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
    })
    .join('');
}

/** SHA-256, lower-case hexadecimal. */
export const fingerprint = (der: Buffer): string => createHash('sha256').update(der).digest('hex');
