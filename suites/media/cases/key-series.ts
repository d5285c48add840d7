/** Many calls for the sake of their keys: what those are like, and who else gets to know them (RFC 4568 §6.1). */
import type { KeySeriesPlan } from '../../../harness/farend/call-plan.ts';
import { defineCases, type RequirementId } from '../../../harness/requirement.ts';
import '../requirements/suites.ts';

const series = <const Id extends RequirementId>(requirement: Id, title: string, gathers: KeySeriesPlan) => ({
  title,
  requirement,
  gathers,
  serves: {},
  expect: { M2: 'accept' as const },
  services: ['sip'] as const,
});

export const keySeries = defineCases({
  'SDES-35/OFFERS': series('SDES-35', 'the keys of 200 calls that it makes', { direction: 'outgoing', calls: 200 }),
  'SDES-35/ANSWERS': series('SDES-35', 'the keys of 200 calls that it takes', { direction: 'incoming', calls: 200 }),
  'SDES-53/TAKEN': series('SDES-53', 'what can be downloaded after calls that it took', {
    direction: 'incoming',
    calls: 3,
  }),
});
