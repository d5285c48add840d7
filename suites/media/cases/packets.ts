/** SRTP and SRTCP packet by packet (RFC 3711). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/packets.ts';
import { callRow } from './call-row.ts';

const secure = { direction: 'incoming', device: 'mandatory' } as const;
const echoing = { ...secure, media: 'echo' } as const;

export const cases = defineCases({
  'SRTP-01/OUTGOING': callRow('SRTP-01', 'every packet of an outgoing call', { ...secure, direction: 'outgoing' }),
  'SRTP-01/INCOMING': callRow('SRTP-01', 'every packet of an incoming call', secure),
  'SRTP-04/TONE': callRow('SRTP-04', 'encrypts with the keys of the SDP', secure),
  'SRTP-05/PAYLOAD': callRow('SRTP-05', 'hears a packet with one bit of the payload flipped', {
    ...echoing,
    probes: ['good', 'bit-flip'],
  }),
  'SRTP-06/REPLAY': callRow('SRTP-06', 'hears a packet that came before', { ...echoing, probes: ['good', 'replay'] }),
});
