/** The nine cells of the policy table in both directions, as cases. */
import type { Capability } from '../../../harness/dut/driver.ts';
import type { SrtpPolicy } from '../../../harness/evidence.ts';
import { defineCases } from '../../../harness/requirement.ts';
import { agreed } from '../../../harness/judge/media/srtp-policy.ts';
import '../requirements/policy.ts';
import { callRow } from './call-row.ts';

const policies = ['mandatory', 'optional', 'disabled'] as const satisfies SrtpPolicy[];

type CellId = `SDES-04/${'outgoing' | 'incoming'}/${SrtpPolicy}/${SrtpPolicy}`;

/**
 * Without RFC 8643 an optional device may overlook crypto lines under RTP/AVP, and calls a far end that cannot encrypt as often
 * as it takes: by RTP/SAVP, and once more.
 */
const needsOf = (direction: 'outgoing' | 'incoming', device: SrtpPolicy, far: SrtpPolicy): Capability[] => {
  const opportunistic = direction === 'incoming' ? far === 'optional' : far === 'disabled';
  return device === 'optional' && opportunistic ? ['osrtp'] : [];
};

const cell = (direction: 'outgoing' | 'incoming', device: SrtpPolicy, far: SrtpPolicy) =>
  callRow(
    'SDES-04',
    `${direction} call, device ${device}, far end ${far}`,
    { direction, device, far, packets: 8 },
    { outcome: agreed(device, far) === 'refused' ? 'refuse' : 'accept', needs: needsOf(direction, device, far) },
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
