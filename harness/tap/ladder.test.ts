import { expect, test } from '@playwright/test';
import type { Connection, TlsMessage } from '../evidence.ts';
import { ladder } from './ladder.ts';

const message = (at: number, from: 'device' | 'lab', type: string, detail?: string): TlsMessage => ({
  at,
  from,
  type,
  bytes: 10,
  encrypted: false,
  detail,
});

const connection = (messages: TlsMessage[], closed: Connection['closed']): Connection => ({
  openedAt: 0,
  front: 'sip',
  messages,
  hello: null,
  negotiated: null,
  serverChain: [],
  clientChain: null,
  clientProof: null,
  certificateRequested: false,
  alerts: [],
  application: [],
  unreadable: { fromDevice: 0, fromLab: 0 },
  closed,
});

test('rows in order, with the close where it happened', () => {
  const rows = ladder(
    connection(
      [
        message(1, 'device', 'client_hello', 'TLS 1.3'),
        message(2, 'lab', 'alert', 'fatal handshake_failure'),
        message(4, 'lab', 'not_tls'),
      ],
      { by: 'device', how: 'fin', at: 3 },
    ),
  );
  expect(rows.map(({ label, detail, kind }) => `${kind}: ${label} (${detail})`)).toEqual([
    'message: ClientHello (TLS 1.3)',
    'alert: Alert (fatal handshake_failure)',
    'close: FIN (TCP)',
    'message: Not TLS ()',
  ]);
});

test('data and identity are forbidden where a refusal is due, clear text always', () => {
  const messages = [
    message(1, 'device', 'certificate', '1 certificate'),
    message(2, 'device', 'certificate', '0 certificates'),
    message(3, 'device', 'application_data', 'REGISTER'),
    message(4, 'lab', 'application_data', 'SIP/2.0 200 OK'),
    message(5, 'device', 'clear_text', 'REGISTER'),
  ];
  const open = connection(messages, { by: 'open', how: 'none', at: null });
  const kinds = (refusalDue: boolean) => ladder(open, { refusalDue }).map(({ kind }) => kind);
  expect(kinds(true)).toEqual(['forbidden', 'message', 'forbidden', 'message', 'forbidden']);
  expect(kinds(false)).toEqual(['message', 'message', 'message', 'message', 'forbidden']);
});
