/** The mapping between requirements and cases as the command line prints it. */
import type { Service, TrustMode } from '../../harness/evidence.ts';
import type { Outcome } from '../../harness/requirement.ts';
import type { Expectation, ListedEntry } from '../listing.ts';

/** As `docs/verdicts.md` and the report call the trust modes. */
export const trustModeWords: Record<TrustMode, string> = {
  M0: 'validation off',
  M1: 'factory authorities only',
  M2: 'lab authority uploaded',
  M3: 'that very certificate uploaded',
};

const outcomeWords: Record<Outcome, string> = { accept: 'accept', refuse: 'refuse', record: 'observe' };
const serviceWords: Record<Service, string> = { sip: 'SIP', provisioning: 'prov' };

/** `M0 observe, M2 refuse` */
const outcomes = ({ outcomes: all }: Expectation): string =>
  Object.entries(all)
    .map(([mode, outcome]) => `${mode} ${outcomeWords[outcome]}`)
    .join(', ');

/** What one case expects: services that expect the same stand together. `SIP, prov: M0 observe, M2 refuse` */
export function expectedInWords(expects: readonly Expectation[]): string {
  const services = new Map<string, string[]>();
  for (const one of expects)
    services.set(outcomes(one), [...(services.get(outcomes(one)) ?? []), serviceWords[one.service]]);
  return [...services].map(([words, over]) => `${over.join(', ')}: ${words}`).join('; ');
}

/** `CERT-03`, or `SIP CERT-03, prov PROV-03` where they differ. */
export function judgesInWords({ judgedBy, expects }: Pick<ListedEntry, 'judgedBy' | 'expects'>): string {
  if (judgedBy.length < 2) return judgedBy.join();
  return expects.map(({ service, requirement }) => `${serviceWords[service]} ${requirement}`).join(', ');
}
