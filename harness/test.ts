/** The one module of the harness that a spec imports. */
import type { Service, TrustMode } from './evidence.ts';
import { outcomeFor, requirementFor, servicesFor, type Case, type Outcome, type RequirementId } from './requirement.ts';

export { test } from './fixtures/dut.ts';
export { expect } from './fixtures/conform.ts';

/** One case over one service in one trust mode. */
export interface Run<C extends Case> {
  row: C;
  service: Service;
  requirement: RequirementId;
  outcome: Outcome;
}

/** One flat table: every case that runs in the trust mode, with every service that it runs over. */
export function runsOf<C extends Case>(rows: Readonly<Record<string, C>> | readonly C[], trust: TrustMode): Run<C>[] {
  const all: readonly C[] = Array.isArray(rows) ? rows : Object.values(rows as Record<string, C>);
  return all.flatMap((row) =>
    servicesFor(row).flatMap((service) => {
      const outcome = outcomeFor(row, trust, service);
      return outcome ? [{ row, service, outcome, requirement: requirementFor(row, service) }] : [];
    }),
  );
}

/** Test details for Playwright: tags and annotations, so that `--grep @CERT-03` and `--grep @DT-01` select it. */
export function about({ row, service }: { row: Case; service: Service }) {
  const requirement = requirementFor(row, service);
  return {
    tag: [`@${requirement}`, `@${row.id}`],
    annotation: [
      { type: 'requirement', description: requirement },
      { type: 'case', description: row.id },
      { type: 'service', description: service },
    ],
  };
}
