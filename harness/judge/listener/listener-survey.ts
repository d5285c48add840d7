/**
 * What a survey of the device's own listener must have been for anything to be said by it: a whole handshake succeeded
 * before and after, so that what was refused meanwhile was refused for what it was.
 */
import type { Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import type { ControlHandshake, Survey, SurveyAnswer, SurveyedVersion, SurveyProbe } from '../../survey-facts.ts';

/** Judges a survey whose controls have held. */
export type SurveyJudge = (survey: Survey, expected: string) => Omit<Finding, 'expected'>;

/** @param expected one sentence; what the listener is to do */
export function surveyed(expected: string, judge: SurveyJudge): Judge {
  return (evidence) => {
    const look = judgedSurvey(evidence);
    return { expected, ...('survey' in look ? judge(look.survey, expected) : look) };
  };
}

function judgedSurvey({ benchFaults, surveys }: Evidence): { survey: Survey } | Omit<Finding, 'expected'> {
  const [fault] = benchFaults;
  if (fault) return { verdict: 'error', seen: fault.message };
  const survey = surveys?.at(-1);
  if (!survey) return { verdict: 'error', seen: 'the bench stored no survey' };
  if (survey.trouble) return { verdict: 'inconclusive', seen: survey.trouble };
  for (const when of ['before', 'after'] as const) {
    const control = survey.controls[when];
    if (control?.outcome !== 'completed' && control?.outcome !== 'selected')
      return { verdict: 'inconclusive', seen: `the good handshake ${when} the survey failed: ${reasonOf(control)}` };
  }
  return { survey };
}

const reasonOf = (control: ControlHandshake | null): string => control?.reason ?? 'it was not made';

/** The probe was answered in a way that can be judged, or the finding that ends the judgement. */
export function probeOf(
  { probes }: Survey,
  probe: SurveyProbe,
): { answer: SurveyAnswer } | { verdict: 'inconclusive'; seen: string } {
  const answer = probes[probe];
  if (!answer) return { verdict: 'inconclusive', seen: `the survey has no answer to "${probe}"` };
  if (answer.outcome === 'unreached') return { verdict: 'inconclusive', seen: `no connection for "${probe}"` };
  return { answer };
}

export const isRefused = ({ outcome }: SurveyAnswer): boolean => outcome === 'alert' || outcome === 'closed';

export const versionOf = ({ versions }: Survey, name: string): SurveyedVersion | undefined =>
  versions.find(({ version }) => version === name);

/** Newest first. */
export const spoken = ({ versions }: Survey): SurveyedVersion[] => versions.filter(({ suites }) => suites.length > 0);

/** Those whose elimination did not end in a clear refusal, so that there may be more suites than were found. */
export const unsettled = ({ versions }: Survey): SurveyedVersion[] =>
  versions.filter(({ end }) => !isRefused(end) && end.outcome !== 'hello');

/** What an answer was, in words. */
export function told({ outcome, version, suite, alert, closed, text, lasted }: SurveyAnswer): string {
  switch (outcome) {
    case 'hello':
      return `ServerHello with ${version ?? 'an unknown version'}${suite ? `, ${suite}` : ''}`;
    case 'alert':
      return `alert ${alert?.code} ${alert?.name}${closed ? ', closed' : ''}`;
    case 'closed':
      return `closed without an alert (${closed})`;
    case 'silent':
      return `open and silent for ${lasted} ms`;
    case 'other':
      return `"${text ?? ''}"`;
    case 'unreached':
      return 'no connection';
  }
}
