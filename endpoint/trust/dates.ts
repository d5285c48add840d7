/** Whether a certificate is valid now: the only dates are those of RFC 5280 §6.1.3(a)(2). */
import type { Flaws } from '../flaws.ts';
import { momentOf } from './certificate-time.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

const DAY = 86_400_000;
const RECENT = 300_000;
const LONG_LIFETIME = 825 * DAY;
const LAST_OF_32_BITS = (2 ** 31 - 1) * 1000;

/**
 * RFC 5280 §6.1.1(d) gives a trust anchor no dates; this device lets those of an uploaded certificate count, so that what
 * has expired is not trusted on. A period that is reversed contains no moment at all.
 */
export function checkDates(certificate: Certificate, at: Date, flaws: Flaws): void {
  if (flaws.has('ignores-dates')) return;
  const { title, notBefore, notAfter } = certificate;
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

/** What flaws alone find wrong with the dates of the peer's own certificate: RFC 5280 sets no limit to a lifetime. */
export function checkLifetime({ title, notBefore, notAfter }: Certificate, flaws: Flaws): void {
  const refuse = (what: string): never => {
    throw new CertificateProblem('expired', 'certificate_expired', `the certificate ${title} ${what}`);
  };
  const end = notAfter.at.getTime();
  if (flaws.has('refuses-long-lifetimes') && end - notBefore.at.getTime() > LONG_LIFETIME) refuse('lives too long');
  if (flaws.has('overflows-in-2038') && end > LAST_OF_32_BITS) refuse('ended before 1970');
  if (flaws.has('refuses-generalized-time') && !notAfter.isUtcTime) refuse('has an end that is not read');
}
