import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { SrtpReceiver } from '../media/srtp.ts';
import { arrange, cm80, contactOf, cryptoOf, key, keyIn, sdp } from './test-arrangement.ts';
import { one, type SipMessage } from './raw-sip-server.ts';

const srtp = { sdpSrtpOffer: 'Standard', cryptoSuite: cm80, keyLifetime: 5 } as const;

/** RFC 4568 §6.1: behind the key, before an MKI. */
const lifetimeIn = (body: string): string | undefined => /^a=crypto:.* inline:[^|\s]+\|(\d+)\s*$/m.exec(body)?.[1];

test('a call of its own says how long its key is for, and ends with it', async () => {
  const { agent, server, media, packets, close } = await arrange({ srtp });
  await agent.register();
  const ours = key();
  server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)]) });
  const called = agent.call('far');
  const { body } = await server.expect(/^INVITE/);
  expect(await called).toMatchObject({ outcome: 'established' });
  await server.expect(/^BYE/);
  expect(lifetimeIn(body)).toBe('5');
  const receiver = new SrtpReceiver(cm80, keyIn(body));
  await expect.poll(() => packets.length, { intervals: [5] }).toBe(5);
  expect(packets.map((packet) => receiver.unprotect(packet).outcome)).toEqual(Array(5).fill('accepted'));
  await close();
});

test('an answer says it as well', async () => {
  const { agent, server, media, close } = await arrange({ srtp });
  await agent.register();
  const contact = contactOf(server.messages[1] as SipMessage);
  const dialog = { to: '<sip:alice@sip.test>', callId: 'limited', cseq: 1 };
  server.request('INVITE', contact, dialog, sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, key())]));
  const answer = await server.expect(/^SIP\/2\.0 200/, server.messages.length);
  server.request('ACK', contact, { ...dialog, to: one(answer, 'to') });
  expect(lifetimeIn(answer.body)).toBe('5');
  await once(media, 'message');
  await server.expect(/^BYE/);
  await close();
});
