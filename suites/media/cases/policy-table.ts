/** The nine cells of the policy table in both directions, as cases. */
import type { SrtpPolicy } from '../../../harness/evidence.ts';
import { defineCases } from '../../../harness/requirement.ts';
import { agreed } from '../../../harness/judge/media/srtp-policy.ts';
import '../requirements/policy.ts';
import { callRow } from './call-row.ts';

const policies = ['mandatory', 'optional', 'disabled'] as const satisfies SrtpPolicy[];

type CellId = `SDES-04/${'outgoing' | 'incoming'}/${SrtpPolicy}/${SrtpPolicy}`;

const cell = (direction: 'outgoing' | 'incoming', device: SrtpPolicy, far: SrtpPolicy) =>
  callRow(
    'SDES-04',
    `${direction} call, device ${device}, far end ${far}`,
    { direction, device, far, packets: 8 },
    { outcome: agreed(device, far) === 'refused' ? 'refuse' : 'accept' },
  );

export const cases = defineCases(
  Object.fromEntries(
    (['outgoing', 'incoming'] as const).flatMap((direction) =>
      policies.flatMap((device) =>
        policies.map((far) => [`SDES-04/${direction}/${device}/${far}`, cell(direction, device, far)]),
      ),
    ),
  ) as Record<CellId, ReturnType<typeof cell>>,
);
