/** The order of messages against the figures of RFC 5246 §7.3 and RFC 8446 §2. */
import { expect, test } from '@playwright/test';
import type { Connection, TlsMessage } from '../../evidence.ts';
import { certificate, connection } from '../evidence.sample.ts';
import { outOfOrder } from './message-order.ts';

/** `> client_hello` is the device's, `< server_hello` the lab's. */
const messages = (lines: string): TlsMessage[] =>
  lines
    .trim()
    .split(/\s*,\s*/)
    .map((line, at) => {
      const [arrow, type = '', ...detail] = line.split(' ');
      const from = arrow === '>' ? 'device' : 'lab';
      return { at, from, type, bytes: 1, encrypted: false, ...(detail.length > 0 && { detail: detail.join(' ') }) };
    });

const tls12 = (lines: string, partial: Partial<Connection> = {}): Connection =>
  connection({
    negotiated: { version: 'TLS 1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' },
    messages: messages(lines),
    ...partial,
  });
const tls13 = (lines: string, partial: Partial<Connection> = {}): Connection =>
  connection({ messages: messages(lines), ...partial });

const flight12 = '> client_hello, < server_hello, < certificate, < server_key_exchange, < server_hello_done';
const end12 = '< change_cipher_spec, < finished, > application_data';
const flight13 = '< encrypted_extensions, < certificate, < certificate_verify, < finished';
const asked = { certificateRequested: true, clientChain: [certificate()] };

test('handshakes in order', () => {
  const good = [
    tls12(`${flight12}, > client_key_exchange, > change_cipher_spec, > finished, ${end12}, > alert`),
    tls12(
      `${flight12}, > certificate, > client_key_exchange, > certificate_verify, > change_cipher_spec, > finished, ${end12}`,
      asked,
    ),
    tls12(`${flight12}, > certificate, > client_key_exchange, > change_cipher_spec, > encrypted_handshake, ${end12}`, {
      certificateRequested: true,
      clientChain: [],
    }),
    // An earlier session: figure 2.
    tls12('> client_hello, < server_hello, < change_cipher_spec, < finished, > change_cipher_spec, > finished'),
    tls12(`${flight12}, > alert`),
    tls13(`> client_hello, < server_hello, < change_cipher_spec, ${flight13}, > change_cipher_spec, > finished`),
    tls13(`> client_hello, < server_hello, ${flight13}, > finished, > application_data, > key_update`),
    tls13(`> client_hello, < server_hello, ${flight13}, > certificate, > certificate_verify, > finished`, asked),
    tls13(
      `> client_hello, < server_hello hello retry request, > change_cipher_spec, > client_hello, < server_hello, ${flight13}, > finished`,
    ),
  ];
  expect(good.map(outOfOrder)).toEqual(good.map(() => null));
});

test('what is out of order is told', () => {
  const wrong: [Connection, string][] = [
    [
      tls12(`${flight12}, > change_cipher_spec, > client_key_exchange`),
      'ChangeCipherSpec where ClientKeyExchange is due',
    ],
    [
      tls12(`${flight12}, > client_key_exchange, > certificate, > change_cipher_spec`, asked),
      'ClientKeyExchange where Certificate is due',
    ],
    [tls12(`${flight12}, > client_key_exchange, > application_data`), 'application data where ChangeCipherSpec is due'],
    [
      tls12(`${flight12}, > client_key_exchange, > certificate_verify`, {
        certificateRequested: true,
        clientChain: [],
      }),
      'ClientKeyExchange where Certificate is due',
    ],
    [tls12('> change_cipher_spec, > client_hello'), 'ChangeCipherSpec where ClientHello is due'],
    [
      tls13(`> client_hello, < server_hello, ${flight13}, > finished, > change_cipher_spec`),
      'ChangeCipherSpec behind the Finished',
    ],
    [
      tls13(`> client_hello, < server_hello, ${flight13}, > certificate_verify, > finished`, asked),
      'CertificateVerify where Certificate is due',
    ],
    [tls13('> client_hello, > client_hello'), 'ClientHello where Finished is due'],
  ];
  expect(wrong.map(([one]) => outOfOrder(one))).toEqual(wrong.map(([, sentence]) => sentence));
});
