import { about, expect, test } from '../../harness/test.ts';
import { policyTable, srtpPolicies } from './policy-table.ts';
import { covers } from './requirements.ts';

for (const device of srtpPolicies) {
  test.describe(`SRTP policy table, device ${device}`, () => {
    test.use({ srtp: device, media: 'tone' });

    for (const cell of policyTable.filter((row) => row.device === device)) {
      test(`${cell.title}`, about({ row: cell, service: 'sip' }), async ({ dut }) => {
        await dut.converse({ direction: cell.direction, farPolicy: cell.far, packets: 8 });

        await expect(dut).toConform('SDES-04', { case: cell.id });
      });
    }
  });
}

test.describe('mandatory encryption', () => {
  test.use({ srtp: 'mandatory', media: 'tone' });

  test('offers nothing but RTP/SAVP with crypto', covers('SDES-01'), async ({ dut }) => {
    await dut.converse({ direction: 'outgoing', farPolicy: 'mandatory' });

    await expect(dut).toConform('SDES-01');
  });

  test('refuses an offer without encryption', covers('SDES-02'), async ({ dut }) => {
    await dut.converse({ direction: 'incoming', farPolicy: 'disabled' });

    await expect(dut).toConform('SDES-02');
  });

  test('ends the call when the answer has no crypto', covers('SDES-03'), async ({ dut }) => {
    await dut.converse({ direction: 'outgoing', farPolicy: 'mandatory', answer: 'without-crypto' });

    await expect(dut).toConform('SDES-03');
  });
});

test.describe('disabled encryption', () => {
  test.use({ srtp: 'disabled', media: 'tone' });

  test('refuses an RTP/SAVP offer', covers('SDES-05'), async ({ dut }) => {
    await dut.converse({ direction: 'incoming', farPolicy: 'mandatory' });

    await expect(dut).toConform('SDES-05');
  });
});
