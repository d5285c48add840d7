import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from '@playwright/test';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import { header, request } from '../../wire/sip/message.ts';
import { startClearRegistrar } from './clear-registrar.ts';
import type { Peer } from './peer.ts';
import { registrarService } from './registrar.ts';
import { listen, sipOver } from './testing.ts';

let registrar: Peer;

test.beforeEach(async () => {
  const service = registrarService({ accounts: [{ user: '1001', password: 'secret' }], domain: 'lab.test' });
  registrar = await startClearRegistrar(service);
  registrar.present({ sip: 'honest', transport: 'tcp' });
});
test.afterEach(() => registrar.stop());

test('a call over TCP is taken, and its evidence tells the key by its fingerprint alone', async () => {
  const tap = await openTap();
  await tap.route('sip', registrar.address);
  const socket = connect({ ...tap.fronts.sip });
  await once(socket, 'connect');
  const key = randomBytes(30);
  const inline = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key.toString('base64')}`;
  const invite = request(
    'INVITE',
    'sip:bench@lab.test',
    [
      ['Via', 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1'],
      ['From', '<sip:1001@lab.test>;tag=1'],
      ['To', '<sip:bench@lab.test>'],
      ['Call-ID', '1'],
      ['CSeq', '1 INVITE'],
      ['Contact', '<sip:1001@127.0.0.1;transport=tcp>'],
      ['Content-Type', 'application/sdp'],
    ],
    ['v=0', 'o=- 1 1 IN IP4 a', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 5 RTP/SAVP 0', inline, ''].join('\r\n'),
  );

  const taken = await sipOver(socket).ask(invite);
  socket.end();
  const recorded = await closedConnection(tap);
  const seen = transcribe(recorded, '', recorded.openedAt);
  await tap.stop();

  expect([taken.status, header(taken, 'Contact')]).toEqual([200, '<sip:bench@lab.test;transport=tcp>']);
  expect([seen.hello, seen.negotiated, seen.messages[0]?.type]).toEqual([null, null, 'clear_text']);
  const [offer] = seen.application;
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16);
  expect(offer).toMatchObject({ from: 'device', kind: 'SIP INVITE' });
  expect(offer?.crypto).toMatchObject([
    { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keys: [{ octets: 30, fingerprint }] },
  ]);
  expect(JSON.stringify(seen)).not.toContain(key.toString('base64'));
});

test('a device that goes on with TLS is let go at once', async () => {
  const said = listen(registrar);
  const socket = connectTls({ ...registrar.address, rejectUnauthorized: false });
  socket.on('error', () => undefined);

  await new Promise((resolve) => socket.once('close', resolve));

  expect(said.lines).toEqual(['TCP connected', 'TCP closed: it speaks TLS']);
});
