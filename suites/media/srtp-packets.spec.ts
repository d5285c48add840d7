import { expect, test } from '../../harness/test.ts';
import { directions } from './policy-table.ts';
import { covers } from './requirements.ts';

test.describe('SRTP packets', () => {
  test.use({ srtp: 'mandatory', media: 'tone' });

  for (const direction of directions) {
    test(`protects every packet of an ${direction} call`, covers('SRTP-01'), async ({ dut }) => {
      await dut.converse({ direction, farPolicy: 'mandatory' });

      await expect(dut).toConform('SRTP-01');
    });
  }

  test('encrypts with the keys of the SDP', covers('SRTP-04'), async ({ dut }) => {
    await dut.converse({ direction: 'incoming', farPolicy: 'mandatory' });

    await expect(dut).toConform('SRTP-04');
  });
});

test.describe('SRTP packets received', () => {
  test.use({ srtp: 'mandatory', media: 'echo' });

  test('drops a packet with one bit flipped', covers('SRTP-05'), async ({ dut }) => {
    await dut.converse({ direction: 'incoming', farPolicy: 'mandatory', probes: ['good', 'bit-flip'] });

    await expect(dut).toConform('SRTP-05');
  });

  test('drops a packet that came before', covers('SRTP-06'), async ({ dut }) => {
    await dut.converse({ direction: 'incoming', farPolicy: 'mandatory', probes: ['good', 'replay'] });

    await expect(dut).toConform('SRTP-06');
  });
});
