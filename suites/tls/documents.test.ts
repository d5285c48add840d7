/** The documents beside handshakes as RFC 5246 §7.3 has them: what differs is all known, and the documents' own fault. */
import { expect, test } from '@playwright/test';
import { certificate, connection } from '../../harness/judge/evidence.sample.ts';
import { differences, inSentences, type ToldOrder } from '../../harness/judge/tls/told-order.ts';
import { gatewayDocument, phoneDocument } from './documents.ts';

interface Handshake {
  suite: string;
  exchange: boolean;
  asked: boolean;
}

/** Figure 1, to the end of the connection. */
function handshake({ suite, exchange, asked }: Handshake) {
  const lab = (type: string, when = true) => (when ? [{ from: 'lab' as const, type }] : []);
  const device = (type: string, when = true) => (when ? [{ from: 'device' as const, type }] : []);
  const messages = [
    ...device('client_hello'),
    ...[...lab('server_hello'), ...lab('certificate'), ...lab('server_key_exchange', exchange)],
    ...[...lab('certificate_request', asked), ...lab('server_hello_done')],
    ...[...device('certificate', asked), ...device('client_key_exchange'), ...device('certificate_verify', asked)],
    ...[...device('change_cipher_spec'), ...device('finished'), ...lab('change_cipher_spec'), ...lab('finished')],
    ...[...device('application_data'), ...lab('application_data')],
  ].map((one, at) => ({ ...one, at, bytes: 1, encrypted: false }));
  const close = { at: 99, from: 'device', type: 'alert', bytes: 2, encrypted: true, detail: 'warning close_notify' };
  return connection({
    negotiated: { version: 'TLS 1.2', suite },
    messages: [...messages, close as (typeof messages)[number]],
    certificateRequested: asked,
    clientChain: asked ? [certificate()] : null,
  });
}

const ephemeral = { suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', exchange: true, asked: false };
const transport = { suite: 'TLS_RSA_WITH_AES_128_CBC_SHA', exchange: false, asked: false };
const told = (document: ToldOrder, one: Handshake) => inSentences(document, differences(document, handshake(one)));
const steps = ({ defects }: { defects: string[] }) => defects.map((defect) => defect.slice(0, defect.indexOf(':')));

test('the fifteen steps: the Finished of step 11 is always at fault, step 5 with key transport, 4 or 5 with a request', () => {
  expect(told(gatewayDocument, ephemeral).others).toEqual([]);
  expect(steps(told(gatewayDocument, ephemeral))).toEqual(['step 11']);
  expect(told(gatewayDocument, transport).others).toEqual([]);
  expect(told(gatewayDocument, transport).defects).toEqual([
    'step 5: with key transport by RSA there is no ServerKeyExchange (RFC 5246 §7.4.3)',
    expect.stringMatching(/^step 11: this Finished is that of the client/),
  ]);
  expect(told(gatewayDocument, { ...ephemeral, asked: true }).others).toEqual([]);
  expect(steps(told(gatewayDocument, { ...ephemeral, asked: true }))).toEqual([
    expect.stringMatching(/^step [45]$/),
    'step 11',
  ]);
});

test('the four steps leave out the Certificate and what the client sends last, and want what key transport has not', () => {
  expect(steps(told(phoneDocument, ephemeral))).toEqual(['step 2', 'step 4']);
  expect(told(phoneDocument, transport).defects).toContainEqual(
    expect.stringMatching(/^step 2: with key transport by RSA, .* no ServerKeyExchange/),
  );
});
