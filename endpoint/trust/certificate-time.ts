/** The dates of a certificate as they are written, and the moments that they mean (RFC 5280 §4.1.2.5). */
import type { Flaws } from '../flaws.ts';
import { calendarTime, readTime, tags, type DerNode } from './der.ts';

export interface CertificateTime {
  at: Date;
  isUtcTime: boolean;
  /** False where it is written as §4.1.2.5 forbids: without seconds, with a fraction or with a zone. */
  isProper: boolean;
}

const HOUR = 3_600_000;

/** Reads what ASN.1 allows beyond RFC 5280. Throws Error when it is no time. */
function readImproper({ tag, content }: DerNode): Date {
  const pattern =
    tag === tags.utcTime
      ? /^(\d{2})(\d{8})(\d{2})?()(Z|[+-]\d{4})?$/
      : /^(\d{4})(\d{8})(\d{2})?([.,]\d+)?(Z|[+-]\d{4})?$/;
  const [, year, rest, seconds = '00', , zone = 'Z'] = pattern.exec(content.toString('latin1')) ?? [];
  if (year === undefined) throw new Error('DER: bad time');
  const century = year.length === 4 ? '' : Number(year) >= 50 ? '19' : '20';
  const local = calendarTime(`${century}${year}${rest}${seconds}Z`);
  if (zone === 'Z') return local;
  const offset = Number(zone.slice(1, 3)) * HOUR + Number(zone.slice(3)) * 60_000;
  return new Date(local.getTime() - Number(`${zone[0]}1`) * offset);
}

/** Throws Error when `node` is no time. */
export function readCertificateTime(node: DerNode): CertificateTime {
  const isUtcTime = node.tag === tags.utcTime;
  if (!isUtcTime && node.tag !== tags.generalizedTime) throw new Error('DER: bad time');
  try {
    return { at: readTime(node), isUtcTime, isProper: true };
  } catch {
    return { at: readImproper(node), isUtcTime, isProper: false };
  }
}

/** The moment that the device takes a date for. */
export function momentOf({ at, isUtcTime }: CertificateTime, flaws: Flaws): number {
  const moment = new Date(at);
  if (flaws.has('reads-utc-times-as-20yy') && isUtcTime && at.getUTCFullYear() < 2000)
    moment.setUTCFullYear(at.getUTCFullYear() + 100);
  if (flaws.has('reads-times-as-local')) moment.setTime(moment.getTime() - 9 * HOUR);
  if (flaws.has('reads-times-as-western')) moment.setTime(moment.getTime() + 8 * HOUR);
  return moment.getTime();
}
