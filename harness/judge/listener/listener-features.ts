/** What a listener agrees on, lets pass or gives away besides its suites. */
import type { Judge } from '../../requirement.ts';
import type { Survey } from '../../survey-facts.ts';
import { isRefused, probeOf, spoken, surveyed, told } from './listener-survey.ts';

const speaksTls13Only = (survey: Survey): boolean => spoken(survey).every(({ version }) => version === 'TLS 1.3');

/** @param named the extension that must be in the ServerHello up to TLS 1.2 */
export const agreesOn = ({ named }: { named: 'extended_master_secret' | 'renegotiation_info' }): Judge =>
  surveyed(`${named} in the ServerHello of TLS 1.2 or older`, (survey) => {
    if (speaksTls13Only(survey))
      return { verdict: 'not-applicable', seen: 'the listener speaks TLS 1.3 only, which has no need of it' };
    const look = probeOf(survey, 'features');
    if ('verdict' in look) return look;
    const { answer } = look;
    if (answer.outcome !== 'hello') return { verdict: 'inconclusive', seen: told(answer) };
    const seen = `${told(answer)}; extensions: ${answer.extensions.join(', ') || 'none'}`;
    return { verdict: answer.extensions.includes(named) ? 'pass' : 'fail', seen };
  });

/** A listener that refuses the offer altogether does not compress either. */
export const compressesNothing: Judge = surveyed(
  'the null method selected, or the ClientHello refused, where DEFLATE and LZS are offered',
  (survey) => {
    if (speaksTls13Only(survey))
      return { verdict: 'not-applicable', seen: 'the listener speaks TLS 1.3 only, which has no compression' };
    const look = probeOf(survey, 'compression');
    if ('verdict' in look) return look;
    const { answer } = look;
    if (isRefused(answer)) return { verdict: 'pass', seen: told(answer) };
    if (answer.outcome !== 'hello') return { verdict: 'inconclusive', seen: told(answer) };
    return {
      verdict: answer.compression === 0 ? 'pass' : 'fail',
      seen: `method ${answer.compression}: ${told(answer)}`,
    };
  },
);

/** RFC 6520 §4: a payload_length that is too large: discarded silently. */
export const answersNoOversizedHeartbeat: Judge = surveyed(
  'no heartbeat in answer to a request that claims more octets than it has',
  (survey) => {
    if (speaksTls13Only(survey))
      return { verdict: 'not-applicable', seen: 'over TLS 1.3 nothing can be sent in clear that would be a heartbeat' };
    const look = probeOf(survey, 'heartbeat');
    if ('verdict' in look) return look;
    const { answer } = look;
    if (answer.outcome !== 'hello') return { verdict: 'inconclusive', seen: told(answer) };
    if (answer.heartbeat > 0) return { verdict: 'fail', seen: `answered with ${answer.heartbeat} octets of memory` };
    const agreed = answer.extensions.includes('heartbeat') ? 'heartbeats agreed on' : 'heartbeats not agreed on';
    const end = answer.alert
      ? `alert ${answer.alert.code} ${answer.alert.name}`
      : answer.closed
        ? 'closed'
        : `nothing within ${answer.lasted} ms`;
    return { verdict: 'pass', seen: `${agreed}; ${end}` };
  },
);

/**
 * RFC 8446 §5, RFC 5246 §6: text is no record, and the connection ends. Some web servers say in clear that they want TLS:
 * 400, 426, or a redirect to https. That is told, and serves nothing.
 */
export const answersNothingInClear: Judge = surveyed(
  'a request in clear not served: the connection ended',
  (survey) => {
    const probe = survey.listener === 'web' ? 'clear-http' : 'clear-sip';
    const look = probeOf(survey, probe);
    if ('verdict' in look) return look;
    const { answer } = look;
    const seen = told(answer);
    if (isRefused(answer)) return { verdict: 'pass', seen };
    // By its length field the text may be the beginning of a longer record, of which the rest is waited for.
    if (answer.outcome === 'silent') return { verdict: 'inconclusive', seen: `not served, and not ended: ${seen}` };
    if (answer.outcome !== 'other') return { verdict: 'inconclusive', seen };
    const status = Number(/^(?:SIP\/2\.0|HTTP\/1\.[01]) (\d{3})/.exec(answer.text ?? '')?.[1] ?? 0);
    if (status === 0) return { verdict: 'inconclusive', seen };
    const isWarning = survey.listener === 'web' && (status === 400 || status === 426);
    return { verdict: isWarning ? 'pass' : 'fail', seen: `answered in clear: ${seen}` };
  },
);

/** RFC 3261 §18.3: messages are found by their own length. */
export const framesBySip: Judge = surveyed('each request answered exactly once, however records cut it', (survey) => {
  const framing = survey.framing ?? [];
  if (framing.length === 0) return { verdict: 'inconclusive', seen: 'no SIP was sent over the listener' };
  const seen = framing
    .map(({ how, records, messages, answers }) => `${how} (${messages} in ${records}): ${answers.length} answers`)
    .join('; ');
  const wrong = framing.some(
    ({ messages, answers }) =>
      answers.length !== messages ||
      [...new Set(answers)].some((one) => one === 0) ||
      new Set(answers).size !== messages,
  );
  if (!wrong) return { verdict: 'pass', seen };
  return { verdict: framing.every(({ answers }) => answers.length === 0) ? 'inconclusive' : 'fail', seen };
});

export const tellsCertificate: Judge = surveyed('the certificates that the listener shows: recorded', ({ chains }) => {
  if (chains.length === 0) return { verdict: 'inconclusive', seen: 'no certificate was seen' };
  const seen = chains.map(([leaf, ...above]) => {
    if (!leaf) return 'an empty list';
    const rest = above.length > 0 ? ` and ${above.length} more` : '';
    return `${leaf.subject || leaf.names.join(', ')}, ${leaf.key}, ${leaf.signature}, until ${leaf.notAfter.slice(0, 10)}${rest}`;
  });
  return { verdict: 'observed', seen: seen.join('; ') };
});
