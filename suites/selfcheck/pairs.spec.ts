import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startPair, type Pair } from '../../harness/bench/pair.ts';
import { flowedBetween } from '../../harness/bench/pair-call.ts';
import { baresipDriver, mediaAddressOfThisHost } from '../../harness/dut/drivers/baresip.ts';
import { bundledDriver } from '../../harness/dut/drivers/bundled.ts';
import { findBaresip } from '../../harness/lab/baresip-program.ts';
import { findProgram } from '../../harness/lab/programs.ts';
import { agreed } from '../../harness/judge/media/srtp-policy.ts';
import { onlyLocal } from './certify.ts';

onlyLocal('the relay of media stands beside the programs of the local runtime');
test.skip(!process.env.CI && !findProgram('baresip'), 'baresip is not on this machine');

const packets = 20;

test.describe('the bundled endpoint and baresip call each other through Kamailio', () => {
  let pair: Pair;

  test.beforeAll(async () => {
    pair = await startPair({
      folder: mkdtempSync(join(tmpdir(), 'ringproof-pair-')),
      mediaAddress: mediaAddressOfThisHost(),
      devices: {
        bundled: (folder, mac, pki) => {
          const { chainPem, keyPem } = pki.deviceIdentity(mac, 'good');
          const factory = { anchors: pki.anchors.factory, device: chainPem + keyPem };
          return bundledDriver({ folder, mac, factory, persona: null });
        },
        baresip: (folder) => baresipDriver({ folder, program: findBaresip() }),
      },
    });
  });
  test.afterAll(() => pair.stop());

  for (const policy of ['mandatory', 'optional', 'disabled'] as const) {
    for (const [caller, callee] of [
      ['bundled', 'baresip'],
      ['baresip', 'bundled'],
    ] as const) {
      test(`${caller} calls, both ${policy}: ${agreed(policy, policy)} both ways`, async () => {
        const call = await pair.call(caller, callee, policy, packets);

        expect(flowedBetween(call), JSON.stringify(call, null, 1)).toBe(agreed(policy, policy));
        expect(Object.values(call.from).map(({ srtp, plain }) => srtp + plain >= packets)).toEqual([true, true]);
      });
    }
  }
});
