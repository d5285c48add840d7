/**
 * How two documents tell the handshake, in words of our own, and what is wrong with them. A message that the protocol does
 * not have there is a fault of the document: no device can do as it says.
 */
import type { ToldOrder } from '../../harness/judge/tls/told-order.ts';

/** A gateway's guide: fifteen steps. */
export const gatewayDocument: ToldOrder = {
  title: 'the fifteen steps of the document of a gateway',
  steps: [
    { step: 1, from: 'device', type: 'client_hello' },
    { step: 2, from: 'lab', type: 'server_hello' },
    { step: 3, from: 'lab', type: 'certificate' },
    { step: 4, from: 'lab', type: 'certificate_request', when: (facts) => facts.certificateRequested },
    { step: 5, from: 'lab', type: 'server_key_exchange' },
    { step: 6, from: 'lab', type: 'server_hello_done' },
    { step: 7, from: 'device', type: 'certificate', when: (facts) => facts.certificateRequested },
    { step: 8, from: 'device', type: 'client_key_exchange' },
    { step: 9, from: 'device', type: 'certificate_verify', when: (facts) => facts.certificateShown },
    { step: 10, from: 'device', type: 'change_cipher_spec' },
    { step: 11, from: 'lab', type: 'finished' },
    { step: 12, from: 'lab', type: 'change_cipher_spec' },
    { step: 13, from: 'lab', type: 'finished' },
    { step: 14, from: 'either', type: 'application_data' },
    { step: 15, from: 'either', type: 'close_notify', when: (facts) => facts.closeNotified },
  ],
  defects: [
    {
      step: 4,
      difference: 'elsewhere',
      type: 'certificate_request',
      why: 'CertificateRequest comes behind ServerKeyExchange, not before it (RFC 5246 §7.3, figure 1)',
    },
    {
      step: 5,
      difference: 'elsewhere',
      type: 'server_key_exchange',
      why: 'ServerKeyExchange comes before CertificateRequest, not behind it (RFC 5246 §7.3, figure 1)',
    },
    {
      step: 5,
      difference: 'absent',
      type: 'server_key_exchange',
      why: 'with key transport by RSA there is no ServerKeyExchange (RFC 5246 §7.4.3)',
    },
    {
      step: 11,
      difference: 'sender',
      type: 'finished',
      why: 'this Finished is that of the client: the server sends none before its ChangeCipherSpec (RFC 5246 §7.3, §7.4.9)',
    },
  ],
};

/** A guide of desk phones: four steps. */
export const phoneDocument: ToldOrder = {
  title: 'the four steps of the document of a phone',
  steps: [
    { step: 1, from: 'device', type: 'client_hello' },
    { step: 2, from: 'lab', type: 'server_hello' },
    { step: 2, from: 'lab', type: 'server_key_exchange' },
    { step: 2, from: 'lab', type: 'server_hello_done' },
    { step: 3, from: 'device', type: 'client_key_exchange' },
    { step: 4, from: 'lab', type: 'change_cipher_spec' },
  ],
  defects: [
    {
      step: 2,
      difference: 'absent',
      type: 'server_key_exchange',
      why: 'with key transport by RSA, which step 3 tells of, there is no ServerKeyExchange (RFC 5246 §7.4.3)',
    },
    {
      step: 2,
      difference: 'untold',
      type: 'certificate',
      why: 'the public key of the server comes in its Certificate (RFC 5246 §7.4.2), of which the document says nothing',
    },
    ...(['change_cipher_spec', 'finished'] as const).map((type) => ({
      step: 4,
      difference: 'untold' as const,
      type,
      why: 'the client sends ChangeCipherSpec and Finished too, and first (RFC 5246 §7.3, figure 1)',
    })),
  ],
};
