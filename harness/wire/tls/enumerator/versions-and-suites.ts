/** Versions and suites alone: what scanners of TLS print first. */
import type { SurveyedVersion } from '../../../survey-facts.ts';
import { Dialler, usualLimits, type Limits, type Target } from './dialler.ts';
import { surveyedVersions } from './offers.ts';
import { suitesOf, type Eliminated } from './suites-by-elimination.ts';

export const eliminate = (dialler: Dialler, serverName: string | null): Promise<Eliminated[]> =>
  Promise.all(surveyedVersions.map((version) => suitesOf(dialler, version, serverName)));

/** Newest first. Throws OutOfTime. */
export async function versionsAndSuites(
  target: Target,
  serverName: string | null,
  limits: Partial<Limits> = {},
): Promise<SurveyedVersion[]> {
  const found = await eliminate(new Dialler(target, { ...usualLimits, ...limits }), serverName);
  return found.map(({ version }) => version);
}

/** `TLS 1.2 TLS_RSA_WITH_AES_128_CBC_SHA`, sorted. */
export const pairsOf = (versions: readonly SurveyedVersion[]): string[] =>
  versions.flatMap(({ version, suites }) => suites.map((suite) => `${version} ${suite}`)).sort();
