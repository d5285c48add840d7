/** Surveys one of the device's own listeners, wherever the driver says that it is. */
import { MethodError } from '../dut/driver.ts';
import { sipHost } from '../lab/lab.ts';
import type { Survey, SurveyedListener } from '../survey-facts.ts';
import { enumerate } from '../wire/tls/enumerator/enumerate.ts';
import type { Surroundings } from './attempt.ts';
import { sipFramings } from './survey-sip-framing.ts';

const known = { 'sip-listener': 'listener', web: 'web' } as const;

/** Rejects with MethodError `unsupported` where the listener, which is declared and was asked for, is not open. */
export async function surveyBy(
  { driver, profile }: Pick<Surroundings, 'driver' | 'profile'>,
  listener: SurveyedListener,
): Promise<Survey> {
  const state = await driver.request('state', {});
  const target = state[known[listener]];
  if (!target) throw new MethodError('unsupported', `its state tells no address of the ${listener}`);
  const { silence } = profile.windows;
  const limits = { parallel: profile.surveyParallel, connectionMs: Math.max(silence, 3000), quietMs: silence };
  const survey = await enumerate({ target, serverName: sipHost, limits });
  if (listener === 'web' || survey.trouble) return { listener, ...survey };
  return { listener, ...survey, framing: await sipFramings(target, silence) };
}
