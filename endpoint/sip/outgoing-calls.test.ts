import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { writeRtp } from '../media/rtp.ts';
import { SrtpReceiver, SrtpSender } from '../media/srtp.ts';
import type { Settings } from '../settings/settings.ts';
import { one } from './raw-sip-server.ts';
import { arrange, cm80, cryptoOf, key, keyIn, portIn, sdp } from './test-arrangement.ts';

const place = async (mode: Settings['srtp']['sdpSrtpOffer'], flaws: FlawName[] = []) => {
  const all = await arrange({ srtp: { sdpSrtpOffer: mode, cryptoSuite: cm80 } }, flaws);
  expect(await all.agent.register()).toEqual({ outcome: 'accepted' });
  return all;
};

test('Standard: RTP/SAVP is offered, the answer taken, SRTP flows both ways, and BYE ends it', async () => {
  const { agent, server, media, packets, settings, close } = await place('Standard');
  settings.audio.mode = 'echo';
  const ours = key();
  let offer = '';
  server.onInvite = ({ body }) => {
    offer = body;
    return { status: '200 OK', sdp: sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)]) };
  };
  const { outcome, call } = await agent.call('far');
  expect(outcome).toBe('established');
  expect((await server.expect(/^INVITE/)).start).toBe('INVITE sip:far@sip.test SIP/2.0');
  expect(offer).toMatch(/m=audio \d+ RTP\/SAVP 0 8 101\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\S{40}\r\n/);
  await server.expect(/^ACK/);
  const rtp = writeRtp({ payloadType: 0, marker: false, sequence: 1, timestamp: 1, ssrc: 9 }, Buffer.alloc(160, 7));
  media.send(new SrtpSender(cm80, ours).protect(rtp), portIn(offer), '127.0.0.1');
  await once(media, 'message');
  const opened = new SrtpReceiver(cm80, keyIn(offer)).unprotect(packets[0] ?? Buffer.alloc(0));
  expect(opened.outcome === 'accepted' && opened.packet.subarray(12)).toEqual(Buffer.alloc(160, 7));
  expect(agent.calls()).toMatchObject([
    { id: call, direction: 'outgoing', state: 'established', secured: true, suite: cm80, media: { received: 1 } },
  ]);
  await agent.hangup(call);
  await server.expect(/^BYE/);
  expect(agent.calls()).toMatchObject([{ state: 'ended', secured: true, media: { sent: 1, received: 1 } }]);
  await close();
});

test('Standard: an answer without crypto ends the call with ACK and BYE, and not one packet is sent', async () => {
  const { agent, server, media, packets, close } = await place('Standard');
  server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') });
  expect(await agent.call('far')).toMatchObject({
    outcome: 'failed',
    code: 488,
    reason: expect.stringMatching(/no crypto line/),
  });
  await server.expect(/^ACK/);
  expect(one(await server.expect(/^BYE/), 'reason')).toContain('cause=488');
  expect(agent.calls()).toMatchObject([{ state: 'ended', secured: false, media: { sent: 0 } }]);
  expect(packets).toHaveLength(0);
  await close();
});

for (const [what, answer] of [
  ['what is no session description', 'nothing of use'],
  ['the tag of a line that was not offered', sdp(9, 'RTP/SAVP', [cryptoOf(7, key())])],
] as const)
  test(`Standard: ${what} as answer ends the call, but with overlooks-bad-answers`, async () => {
    for (const [flaws, outcome] of [
      [[], 'failed'],
      [['overlooks-bad-answers'], 'established'],
    ] satisfies [FlawName[], string][]) {
      const { agent, server, packets, close } = await place('Standard', flaws);
      server.onInvite = () => ({ status: '200 OK', sdp: answer });
      expect(await agent.call('far')).toMatchObject({ outcome });
      await server.expect(/^ACK/);
      expect(packets).toHaveLength(0);
      await close();
    }
  });

test('Standard with plain-fallback-in-mandatory goes on in clear', async () => {
  const { agent, server, media, packets, close } = await place('Standard', ['plain-fallback-in-mandatory']);
  server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') });
  expect(await agent.call('far')).toMatchObject({ outcome: 'established' });
  await once(media, 'message');
  expect(packets[0]).toHaveLength(172);
  await close();
});

test('Optional: RTP/AVP with crypto is offered; a plain answer makes plain RTP', async () => {
  const { agent, server, media, packets, close } = await place('Optional');
  let offer = '';
  server.onInvite = ({ body }) => {
    offer = body;
    return { status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') };
  };
  expect(await agent.call('sip:far@sip.test')).toMatchObject({ outcome: 'established' });
  expect(offer).toMatch(/RTP\/AVP 0 8 101\r\na=crypto:1/);
  await once(media, 'message');
  expect(packets[0]).toHaveLength(172);
  expect(agent.calls()).toMatchObject([{ secured: false, suite: null }]);
  await close();
});

test('Disabled: nothing of crypto is offered', async () => {
  const { agent, server, close } = await place('Disabled');
  let offer = '';
  server.onInvite = ({ body }) => {
    offer = body;
    return { status: '603 Decline' };
  };
  expect(await agent.call('far')).toMatchObject({ outcome: 'failed', code: 603, reason: '603 Decline' });
  expect(offer).toContain('RTP/AVP 0 8 101\r\n');
  expect(offer).not.toContain('crypto');
  await close();
});

test('hanging up a call that rings cancels it; a lost connection fails it', async () => {
  const { agent, server, close } = await place('Optional');
  server.onInvite = () => ({ status: '180 Ringing' });
  const cancelled = agent.call('far');
  const invite = await server.expect(/^INVITE/);
  await expect.poll(() => agent.calls()[0]?.state, { intervals: [5] }).toBe('ringing');
  const hangup = agent.hangup();
  await server.expect(/^CANCEL/);
  server.respond(invite, '487 Request Terminated');
  await hangup;
  expect(await cancelled).toMatchObject({ outcome: 'failed', code: 487 });
  const lost = agent.call('far');
  await server.expect(/^INVITE/, server.messages.length);
  server.drop();
  expect(await lost).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/connection was closed/) });
  await close();
});

test('no SIP URI, no server: a reason instead of a call', async () => {
  const { agent, connector, close } = await arrange();
  connector.refuse = true;
  expect(await agent.call('far')).toEqual({ outcome: 'failed', call: '', reason: 'the chain ends nowhere' });
  connector.refuse = false;
  expect(await agent.call('a b@c d')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/is no SIP URI/),
  });
  await close();
});
