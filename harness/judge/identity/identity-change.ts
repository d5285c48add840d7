/** Another certificate for the device's own, a file that is none, and the way back: the next handshake tells. */
import type { Action, Attempt, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { accepted, attemptsOf, benchFault, controlsFailed, story } from '../bench-part.ts';

/** SHA-256 of the leaf that the device showed; null where it showed none. */
const leafOf = ({ connections }: Attempt): string | null =>
  connections.flatMap(({ clientChain }) => clientChain?.[0]?.sha256 ?? [])[0] ?? null;

const wasAsked = ({ connections }: Attempt): boolean => connections.some((one) => one.certificateRequested);

interface Course {
  /** The last attempt, which is judged, and the one before. */
  last: Attempt;
  before: Attempt | undefined;
  uploads: Action[];
}

function courseOf(evidence: Evidence, expected: string): Course | { finding: Finding } {
  const fault = benchFault(evidence, expected);
  if (fault) return { finding: fault };
  const [last, before] = attemptsOf(evidence, 'case').toReversed();
  const uploads = (evidence.actions ?? []).filter(({ what }) => what === 'identity.set' || what === 'identity.restore');
  if (!last || uploads.length === 0)
    return { finding: { verdict: 'error', expected, seen: 'the bench stored no upload followed by an attempt' } };
  const broken = uploads.find(({ said }) => said === 'failed');
  if (broken) {
    const seen = `${broken.about} could not be uploaded: ${broken.reason ?? ''}`;
    return { finding: { verdict: 'inconclusive', expected, seen } };
  }
  if (!wasAsked(last)) {
    const seen = `no CertificateRequest reached the device: ${story(last)}`;
    return { finding: { verdict: 'inconclusive', expected, seen } };
  }
  // A device that accepts no server any more shows its certificate to none.
  const control = leafOf(last) === null && !accepted(last) ? controlsFailed(evidence, expected) : null;
  return control ? { finding: control } : { last, before, uploads };
}

const short = (sha256: string | null): string => (sha256 ? `the leaf ${sha256.slice(0, 16)}` : 'no certificate');

/** The good file that was uploaded last. */
const meant = ({ uploads }: Course): string | null =>
  uploads.findLast(({ leafSha256 }) => leafSha256)?.leafSha256 ?? null;

export const showsReplacement: Judge = (evidence) => {
  const expected = 'another certificate before the upload, the uploaded one in the next handshake after it';
  const course = courseOf(evidence, expected);
  if ('finding' in course) return course.finding;
  const [earlier, now, uploaded] = [course.before ? leafOf(course.before) : null, leafOf(course.last), meant(course)];
  if (!earlier || earlier === uploaded)
    return { verdict: 'inconclusive', expected, seen: `before the upload: ${short(earlier)}` };
  const refusal = course.uploads.find(({ said }) => said === 'refused');
  const told = refusal ? `; the device refused it: ${refusal.reason ?? ''}` : '';
  const seen = `before ${short(earlier)}, after ${short(now)}${told}`;
  return { verdict: now === uploaded ? 'pass' : 'fail', expected, seen };
};

export const keepsOldIdentity: Judge = (evidence) => {
  const expected = 'the bad file refused, and the certificate from before in the next handshake';
  const course = courseOf(evidence, expected);
  if ('finding' in course) return course.finding;
  const [good, bad] = course.uploads;
  if (!good || !bad) return { verdict: 'error', expected, seen: 'the bench stored no good upload and a bad one' };
  if (good.said === 'refused') {
    const seen = `the device does not take the good file either: ${good.reason ?? ''}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const [now, kept] = [leafOf(course.last), meant(course)];
  const words = bad.said === 'refused' ? `refused: ${bad.reason ?? ''}` : 'taken without a word';
  const seen = `${bad.about} ${words}; then ${short(now)}, before it ${short(kept)}`;
  return { verdict: now === kept && bad.said === 'refused' ? 'pass' : 'fail', expected, seen };
};

export const fallsBackToFactory: Judge = (evidence) => {
  const expected = 'the uploaded certificate, and after it was taken away one that was not uploaded';
  const course = courseOf(evidence, expected);
  if ('finding' in course) return course.finding;
  const [earlier, now, uploaded] = [course.before ? leafOf(course.before) : null, leafOf(course.last), meant(course)];
  if (!uploaded || earlier !== uploaded) {
    const seen = `the uploaded certificate was not in force before: ${short(earlier)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const seen = `uploaded ${short(earlier)}, then ${short(now)}`;
  return { verdict: now !== null && now !== uploaded ? 'pass' : 'fail', expected, seen };
};

/** One requirement names both: what a bad file does not change, and what the removal of a good one does. */
export const keepsIdentityInOrder: Judge = (evidence, context) =>
  evidence.actions?.some(({ what }) => what === 'identity.restore')
    ? fallsBackToFactory(evidence, context)
    : keepsOldIdentity(evidence, context);
