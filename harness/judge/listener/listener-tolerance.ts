/** Hellos that a listener must go on with although it does not know all that stands in them. */
import type { Judge } from '../../requirement.ts';
import type { SurveyProbe } from '../../survey-facts.ts';
import { probeOf, surveyed, told, versionOf } from './listener-survey.ts';

/**
 * A hello that the listener does not go on with is its failure only where it does go on with the same hello without what
 * is to be tolerated: `besides`. Silence fails as well, as it leaves the client without a connection.
 */
export const listenerTolerates = ({
  of,
  probes,
  besides,
}: {
  of: string;
  probes: readonly SurveyProbe[];
  besides?: SurveyProbe;
}): Judge =>
  surveyed(`a ServerHello in answer to ${of}`, (survey) => {
    const control = besides && survey.probes[besides];
    if (control && control.outcome !== 'hello')
      return { verdict: 'inconclusive', seen: `the same hello without it: ${told(control)}` };
    const asked = probes.filter((probe) => survey.probes[probe]);
    if (asked.length === 0)
      return { verdict: 'not-applicable', seen: 'the listener speaks no version that it is about' };
    const seen: string[] = [];
    for (const probe of asked) {
      const look = probeOf(survey, probe);
      if ('verdict' in look) return look;
      const { answer } = look;
      const what = asked.length > 1 ? `${probe}: ${told(answer)}` : told(answer);
      if (answer.outcome !== 'hello') return { verdict: 'fail', seen: what };
      seen.push(what);
    }
    return { verdict: 'pass', seen: seen.join('; ') };
  });

/** RFC 8446 §4.2.1: supported_versions decides, whatever legacy_version says; the newest common version is selected. */
export const selectsTls13: Judge = surveyed(
  'TLS 1.3 selected from a ClientHello whose legacy_version is TLS 1.2 and whose supported_versions names both',
  (survey) => {
    if (!versionOf(survey, 'TLS 1.3')?.suites.length)
      return { verdict: 'not-applicable', seen: 'the listener does not speak TLS 1.3' };
    const look = probeOf(survey, 'both-versions');
    if ('verdict' in look) return look;
    return { verdict: look.answer.version === 'TLS 1.3' ? 'pass' : 'fail', seen: told(look.answer) };
  },
);
