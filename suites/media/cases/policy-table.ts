/** The nine cells of the policy table in both directions, as cases. */
import type { SrtpPolicy } from '../../../harness/evidence.ts';
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/policy.ts';

const policies = ['mandatory', 'optional', 'disabled'] as const satisfies SrtpPolicy[];

type CellId = `SDES-04/${'outgoing' | 'incoming'}/${SrtpPolicy}/${SrtpPolicy}`;

const cell = (direction: 'outgoing' | 'incoming', device: SrtpPolicy, far: SrtpPolicy) => ({
  title: `${direction} call, device ${device}, far end ${far}`,
  requirement: 'SDES-04' as const,
  call: { direction, device, far, packets: 8 },
  serves: {},
  expect: { M2: 'accept' as const },
  services: ['sip'] as const,
});

export const cases = defineCases(
  Object.fromEntries(
    (['outgoing', 'incoming'] as const).flatMap((direction) =>
      policies.flatMap((device) =>
        policies.map((far) => [`SDES-04/${direction}/${device}/${far}`, cell(direction, device, far)]),
      ),
    ),
  ) as Record<CellId, ReturnType<typeof cell>>,
);
