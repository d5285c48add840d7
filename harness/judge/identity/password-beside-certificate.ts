/** RFC 5922 §7.6: the server may ask for a password although the client has shown a certificate. */
import type { Judge } from '../../requirement.ts';
import { accepted, judgedAttempt, story } from '../bench-part.ts';

export const answersChallengeToo: Judge = (evidence) => {
  const expected =
    'the challenge answered on a connection, or after one, on which the device has proven its certificate';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const events = attempt.connections.flatMap(({ clientProof, application }) =>
    application.map((one) => ({ ...one, proven: clientProof === 'valid' })),
  );
  const challenged = events.findIndex(({ from, kind, proven }) => proven && from === 'lab' && / 401$/.test(kind));
  if (challenged < 0) {
    const seen = `no challenge followed the proof of a certificate: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const answer = events
    .slice(challenged)
    .find(({ from, text }) => from === 'device' && /^Authorization[ \t]*:/im.test(text ?? ''));
  if (!answer) return { verdict: 'fail', expected, seen: `challenged and not answered: ${story(attempt)}` };
  const seen = `${answer.kind} with Authorization: ${story(attempt)}`;
  return { verdict: accepted(attempt) ? 'pass' : 'inconclusive', expected, seen };
};
