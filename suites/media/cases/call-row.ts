/** A case that is one call: what every such row has in common. */
import type { CallPlan } from '../../../harness/farend/call-plan.ts';
import type { Case, Outcome, RequirementId } from '../../../harness/requirement.ts';

/** `outcome`: what is expected, for the reader of the list; the requirement's judge decides. */
export const callRow = <const Id extends RequirementId>(
  requirement: Id,
  title: string,
  call: CallPlan,
  { outcome = 'accept', ...more }: { outcome?: Outcome } & Pick<Case, 'clause' | 'needs'> = {},
) => ({
  title,
  requirement,
  call,
  serves: {},
  expect: { M2: outcome },
  services: ['sip'] as const,
  ...more,
});
