/** The one module of the harness that a spec imports. */
import type { Service } from './evidence.ts';
import type { Case } from './requirement.ts';

export { test } from './fixtures/dut.ts';
export { expect } from './fixtures/conform.ts';

/** One flat table: every case with every service that it runs over. */
export function servicesOf<C extends Case>(rows: readonly C[]): { row: C; service: Service }[] {
  return rows.flatMap((row) =>
    (row.services ?? (['sip', 'provisioning'] as const)).map((service) => ({ row, service })),
  );
}
