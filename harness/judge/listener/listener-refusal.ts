/** Hellos that a listener must refuse. Silence is no refusal; the alert is told and decides nothing. */
import type { Judge } from '../../requirement.ts';
import type { SurveyProbe } from '../../survey-facts.ts';
import { isRefused, probeOf, spoken, surveyed, told } from './listener-survey.ts';

/** @param of what is offered: "a ClientHello of TLS 1.1" */
export const listenerRefuses = ({ of, probes }: { of: string; probes: readonly SurveyProbe[] }): Judge =>
  surveyed(`${of} refused; good handshakes before and after`, (survey) => {
    const seen: string[] = [];
    for (const probe of probes) {
      const look = probeOf(survey, probe);
      if ('verdict' in look) return look;
      const { answer } = look;
      if (answer.outcome === 'hello') return { verdict: 'fail', seen: `${probe}: ${told(answer)}` };
      if (!isRefused(answer)) return { verdict: 'inconclusive', seen: `${probe}: ${told(answer)}` };
      seen.push(probes.length > 1 ? `${probe}: ${told(answer)}` : told(answer));
    }
    return { verdict: 'pass', seen: seen.join('; ') };
  });

/** RFC 7507 §3: means nothing where there is but one version. */
export const refusesFallback: Judge = surveyed(
  'a ClientHello with TLS_FALLBACK_SCSV and an older version refused (inappropriate_fallback); good handshakes before and after',
  (survey) => {
    const versions = spoken(survey).map(({ version }) => version);
    if (versions.length < 2) return { verdict: 'not-applicable', seen: `the listener speaks ${versions.join()} only` };
    const look = probeOf(survey, 'fallback');
    if ('verdict' in look) return look;
    const { answer } = look;
    const seen = `${versions[1]} with TLS_FALLBACK_SCSV, where ${versions[0]} is spoken: ${told(answer)}`;
    if (answer.outcome === 'hello') return { verdict: 'fail', seen };
    return { verdict: isRefused(answer) ? 'pass' : 'inconclusive', seen };
  },
);

/**
 * RFC 5746 §3.7: the listener MUST abort. One that renegotiates with nobody answers no_renegotiation, or not at all. No
 * version but TLS 1.2 and older knows renegotiation.
 */
export const refusesRenegotiation: Judge = surveyed(
  'a second ClientHello without renegotiation_info refused; good handshakes before and after',
  (survey) => {
    if (spoken(survey).every(({ version }) => version === 'TLS 1.3'))
      return { verdict: 'not-applicable', seen: 'the listener speaks TLS 1.3 only, which has no renegotiation' };
    const look = probeOf(survey, 'renegotiation');
    if ('verdict' in look)
      return { verdict: 'inconclusive', seen: 'no connection of TLS 1.2 came up that could be renegotiated' };
    const { answer } = look;
    if (answer.outcome === 'hello') return { verdict: 'fail', seen: `renegotiates: ${told(answer)}` };
    if (answer.outcome === 'other') return { verdict: 'inconclusive', seen: `after the second hello: ${told(answer)}` };
    return { verdict: 'pass', seen: told(answer) };
  },
);
