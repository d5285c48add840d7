/** Which suites and versions a listener selects. What is not selected counts as refused once its offer was refused clearly. */
import type { Judge } from '../../requirement.ts';
import type { Survey } from '../../survey-facts.ts';
import { isForwardSecret, isStrong } from '../../wire/tls/registries/offer-grades.ts';
import { isRefused, probeOf, spoken, surveyed, told, unsettled, versionOf } from './listener-survey.ts';

const suitesOf = (survey: Survey): string[] => [...new Set(spoken(survey).flatMap(({ suites }) => suites))];

/** @param of "NULL suites" */
export const acceptsNone = ({ of, forbidden }: { of: string; forbidden: (suite: string) => boolean }): Judge =>
  surveyed(`no ${of} selected in any version; good handshakes before and after`, (survey) => {
    const found = spoken(survey).flatMap(({ version, suites }) => {
      const bad = suites.filter(forbidden);
      return bad.length > 0 ? [`${version}: ${bad.join(', ')}`] : [];
    });
    if (found.length > 0) return { verdict: 'fail', seen: `selects in ${found.join('; in ')}` };
    const open = unsettled(survey)[0];
    if (open) return { verdict: 'inconclusive', seen: `what is left in ${open.version}: ${told(open.end)}` };
    return { verdict: 'pass', seen: `selects ${suitesOf(survey).join(', ')}` };
  });

export const speaks = ({ version }: { version: 'TLS 1.2' | 'TLS 1.3' }): Judge =>
  surveyed(`${version} spoken`, (survey) => {
    const asked = versionOf(survey, version);
    if (asked?.suites.length) return { verdict: 'pass', seen: `${version} with ${asked.suites.join(', ')}` };
    const end = asked ? told(asked.end) : 'not asked';
    return { verdict: asked && isRefused(asked.end) ? 'fail' : 'inconclusive', seen: `${version}: ${end}` };
  });

export const offersForwardSecrecy: Judge = surveyed(
  'suites with forward secrecy in every version that is spoken, and one of them preferred',
  (survey) => {
    const without = spoken(survey).find(({ suites }) => !suites.some(isForwardSecret));
    if (without) return { verdict: 'fail', seen: `in ${without.version} nothing but ${without.suites.join(', ')}` };
    const late = spoken(survey).find(({ suites, order }) => order === 'server' && !isForwardSecret(suites[0] ?? ''));
    if (late) return { verdict: 'fail', seen: `in ${late.version} it prefers ${late.suites[0]} by its own order` };
    return { verdict: 'pass', seen: suitesOf(survey).filter(isForwardSecret).join(', ') };
  },
);

/** RFC 9325 §4.2.1: the server MUST prefer the recommended suite whenever it is proposed, whatever stands before it. */
export const prefersStrongSuites: Judge = surveyed(
  'a strong suite (ephemeral keys and AEAD) selected although the client has the weak ones first',
  (survey) => {
    const suites = versionOf(survey, 'TLS 1.2')?.suites ?? [];
    if (suites.length === 0) return { verdict: 'not-applicable', seen: 'the listener does not speak TLS 1.2' };
    if (suites.every(isStrong)) return { verdict: 'pass', seen: `it has strong suites only: ${suites.join(', ')}` };
    if (!suites.some(isStrong)) return { verdict: 'fail', seen: `it has weak suites only: ${suites.join(', ')}` };
    const look = probeOf(survey, 'weak-first');
    if ('verdict' in look) return look;
    const { answer } = look;
    if (answer.outcome !== 'hello') return { verdict: 'inconclusive', seen: told(answer) };
    return { verdict: isStrong(answer.suite ?? '') ? 'pass' : 'fail', seen: told(answer) };
  },
);

const orders = { server: "server's order", client: "client's order", neither: 'no fixed order' } as const;

/** What the listener speaks, told: all of it is the value, so that a suite more or less is a change. */
export const tellsSuites: Judge = surveyed('versions, suites and whose order decides: recorded', (survey) => {
  const seen = spoken(survey).map(
    ({ version, suites, order }) => `${version} (${order ? orders[order] : 'one suite'}) ${suites.join(', ')}`,
  );
  const groups = Object.entries(survey.groups).flatMap(([version, names]) =>
    names.length > 0 ? [`groups in ${version} ${names.join(', ')}`] : [],
  );
  const schemes = Object.entries(survey.signatureSchemes).flatMap(([version, names]) =>
    names.length > 0 ? [`signatures in ${version} ${names.join(', ')}`] : [],
  );
  return { verdict: 'observed', seen: [...seen, ...groups, ...schemes].join('; ') };
});
