import { expect, test } from '@playwright/test';
import { one } from './raw-sip-server.ts';
import { arrange, contactOf, cryptoOf, key, sdp } from './test-arrangement.ts';

const overTcp = { sip: { transportation: 'TCP' } } as const;

test('over TCP it registers and calls without keys, also where encryption is optional', async () => {
  const { agent, server, close } = await arrange(overTcp);

  expect(await agent.register()).toEqual({ outcome: 'accepted' });
  await agent.call('far');

  const invite = await server.expect(/^INVITE /);
  expect(one(invite, 'via')).toMatch(/^SIP\/2\.0\/TCP /);
  expect(invite.body).toContain('RTP/AVP');
  expect(invite.body).not.toMatch(/crypto|inline/i);
  expect(agent.registration()).toMatchObject({ state: 'registered', verified: false });
  await close();
});

test('over TCP a call under RTP/SAVP is declined, and no key answers a crypto line', async () => {
  const { agent, server, media, close } = await arrange(overTcp);
  await agent.register();
  const contact = contactOf(server.messages.findLast(({ start }) => start.startsWith('REGISTER'))!);
  const { port } = media.address();

  server.request(
    'INVITE',
    contact,
    { to: '<sip:alice@sip.test>', callId: 'a', cseq: 1 },
    sdp(port, 'RTP/SAVP', [cryptoOf(1, key())]),
  );
  await server.expect(/ 488 /);
  server.request(
    'INVITE',
    contact,
    { to: '<sip:alice@sip.test>', callId: 'b', cseq: 1 },
    sdp(port, 'RTP/AVP', [cryptoOf(1, key())]),
  );
  const answer = await server.expect(
    / 200 /,
    server.messages.findIndex(({ start }) => / 488 /.test(start)),
  );

  expect(answer.body).toContain('RTP/AVP');
  expect(answer.body).not.toContain('crypto');
  await close();
});

test('mandatory encryption does not go to TCP, nor does a call to sips:', async () => {
  const mandatory = await arrange({ ...overTcp, srtp: { sdpSrtpOffer: 'Standard' } });
  expect(await mandatory.agent.register()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('TLS') });
  expect(mandatory.server.connections).toBe(0);
  await mandatory.close();
  const { agent, server, close } = await arrange(overTcp);
  await agent.register();
  expect(await agent.call('sips:far@sip.test')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('TLS'),
  });
  expect(server.messages.some(({ start }) => start.startsWith('INVITE'))).toBe(false);
  await close();
});

test('a server that takes no TCP connection is refused with the reason', async () => {
  const { agent, server, close } = await arrange(overTcp);
  server.close();

  expect(await agent.register()).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('ECONNREFUSED') });
  await close();
});

test('keys-in-clear-signalling writes its keys over TCP', async () => {
  const { agent, server, close } = await arrange({ ...overTcp, srtp: { sdpSrtpOffer: 'Standard' } }, [
    'keys-in-clear-signalling',
  ]);
  await agent.register();
  await agent.call('far');

  expect((await server.expect(/^INVITE /)).body).toContain('inline:');
  await close();
});
