/** What every certificate that a peer sends has to pass by itself: form, extensions, dates, strength. */
import type { FlawName, Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { checkDates } from './dates.ts';
import type { Defect } from './extensions.ts';
import { CertificateProblem } from './problem.ts';
import { checkKey, checkSignatureAlgorithm } from './strength.ts';

const tolerating: Record<Defect['in'], FlawName> = {
  form: 'accepts-malformed-certificates',
  names: 'accepts-malformed-names',
  duplicate: 'accepts-duplicate-extensions',
};
const LARGE = 16 * 1024;

/** RFC 5280 §4.1, §4.2: two readers of what breaks these rules may each read something else. */
export function checkForm({ title, defects, der }: Certificate, flaws: Flaws): void {
  const defect = defects.find((found) => !flaws.has(tolerating[found.in]));
  if (defect)
    throw new CertificateProblem('chain', 'bad_certificate', `the certificate ${title} is malformed: ${defect.text}`);
  if (der.length > LARGE && flaws.has('refuses-large-certificates'))
    throw new CertificateProblem('chain', 'bad_certificate', `the certificate ${title} has ${der.length} octets`);
}

/** Extensions that are read, or known to mean nothing to the verdict; only a flaw minds others. */
const ordinary: readonly string[] = [
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.36',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.24',
];

/** RFC 5280 §4.2: a critical extension that is not understood refuses the certificate, another one is passed over. */
export function checkExtensions({ title, unknownCritical, extensions }: Certificate, flaws: Flaws): void {
  const refuse = (oid: string, why: string): never => {
    const text = `the certificate ${title} has the ${why} extension ${oid}, which is not understood (RFC 5280 §4.2)`;
    throw new CertificateProblem('usage', 'bad_certificate', text);
  };
  if (unknownCritical.length > 0 && !flaws.has('ignores-critical-extensions')) refuse(unknownCritical[0]!, 'critical');
  const strange = extensions.find((oid) => !ordinary.includes(oid));
  if (strange !== undefined && flaws.has('refuses-unknown-extensions')) refuse(strange, 'strange');
}

/** Throws CertificateProblem. */
export function checkSoundness(certificate: Certificate, at: Date, flaws: Flaws): void {
  checkForm(certificate, flaws);
  checkKey(certificate, flaws);
  checkSignatureAlgorithm(certificate, flaws);
  checkExtensions(certificate, flaws);
  checkDates(certificate, at, flaws);
}
