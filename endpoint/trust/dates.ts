/** Whether a certificate is valid now: the only dates are those of RFC 5280 §6.1.3(a)(2). */
import type { Flaws } from '../flaws.ts';
import { momentOf } from './certificate-time.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

const DAY = 86_400_000;
const RECENT = 300_000;
const LONG_LIFETIME = 825 * DAY;

/**
 * RFC 5280 §6.1.1(d) gives a trust anchor no dates; this device lets those of an uploaded certificate count, so that what
 * has expired is not trusted on. A period that is reversed contains no moment at all.
 */
export function checkDates(certificate: Certificate, at: Date, flaws: Flaws): void {
  if (flaws.has('ignores-dates')) return;
  const { title, notBefore, notAfter } = certificate;
  if (flaws.has('refuses-generalized-time') && !(notBefore.isUtcTime && notAfter.isUtcTime))
    throw new CertificateProblem('chain', 'bad_certificate', `the certificate ${title} has a date that is not read`);
  const written = [momentOf(notBefore, flaws), momentOf(notAfter, flaws)] as const;
  const [begin, end] = flaws.has('swaps-reversed-validity') ? [...written].sort((a, b) => a - b) : written;
  const now = at.getTime();
  if (now > end + (flaws.has('tolerates-recent-expiry') ? RECENT : 0))
    throw new CertificateProblem(
      'expired',
      'certificate_expired',
      `the certificate ${title} expired on ${notAfter.at.toISOString()} (RFC 5280 §6.1.3(a)(2))`,
    );
  if (now < begin && !flaws.has('ignores-not-before'))
    throw new CertificateProblem(
      'not-yet-valid',
      'certificate_expired',
      `the certificate ${title} is not valid before ${notBefore.at.toISOString()} (RFC 5280 §6.1.3(a)(2))`,
    );
}

/** RFC 5280 sets no limit to a lifetime: acted out for the flaw `refuses-long-lifetimes` alone. */
export function checkLifetime({ title, notBefore, notAfter }: Certificate, flaws: Flaws): void {
  const isLong = notAfter.at.getTime() - notBefore.at.getTime() > LONG_LIFETIME;
  if (isLong && flaws.has('refuses-long-lifetimes'))
    throw new CertificateProblem('chain', 'bad_certificate', `the certificate ${title} lives too long`);
}
