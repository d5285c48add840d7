import { expect, test } from '@playwright/test';
import { one } from './raw-sip-server.ts';
import { arrange, sdp } from './test-arrangement.ts';

const options = (id: string, length: number): string =>
  [
    'OPTIONS sip:alice@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bK${id}`,
    'Max-Forwards: 70',
    'From: <sip:far@sip.test>;tag=far',
    'To: <sip:alice@sip.test>',
    `Call-ID: ${id}`,
    'CSeq: 1 OPTIONS',
    `Content-Length: ${length}`,
    '',
    'x'.repeat(length),
  ].join('\r\n');

test('registers a flow: reg-id, and an instance that the MAC makes', async () => {
  const { agent, server, close } = await arrange();
  await agent.register();
  const [register] = server.messages;
  expect(register?.headers.supported?.join(',')).toMatch(/outbound.*path/);
  expect(register && one(register, 'contact')).toContain(
    '+sip.instance="<urn:uuid:00000000-0000-1000-8000-001122334455>"',
  );
  expect(register && one(register, 'contact')).toContain(';reg-id=1');
  await close();
});

test('pings within the interval, and no pong is taken for half a ping', async () => {
  const { agent, server, close } = await arrange({ sip: { keepAliveInterval: 1 } });
  await agent.register();
  while (!server.between.endsWith('\r\n\r\n')) await server.received();
  server.write('\r\n');
  while (!server.between.endsWith('\r\n\r\n\r\n\r\n')) await server.received();
  server.write('\r\n');
  server.write(options('after-pongs', 0));
  await server.expect(/^SIP\/2\.0 /);
  expect(server.between).toBe('\r\n'.repeat(4));
  await close();
});

test('comes back by itself after the interval that is set', async () => {
  const { agent, server, close } = await arrange({ sip: { retryInterval: 0.1 } });
  await agent.register();
  const before = server.messages.length;
  server.drop();
  await server.expect(/^REGISTER/, before);
  expect(server.connections).toBe(2);
  await close();
});

test('a call goes on over the loss of its connection, and its BYE opens another one', async () => {
  const { agent, server, media, close } = await arrange({ srtp: { sdpSrtpOffer: 'Disabled' } });
  server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') });
  await agent.register();
  expect(await agent.call('bob')).toMatchObject({ outcome: 'established' });
  const lost = new Promise<void>((resolve) => agent.onEvent(({ state }) => state === 'failed' && resolve()));
  server.drop();
  await lost;
  expect(agent.calls()).toMatchObject([{ state: 'established' }]);
  await agent.hangup();
  await server.expect(/^BYE/);
  expect(server.connections).toBe(2);
  await close();
});

test('a call whose connection is lost before any answer has failed as by 503, and is not placed again', async () => {
  const { agent, server, close } = await arrange({ sip: { retryInterval: 0.1 } });
  await agent.register();
  server.onInvite = () => {
    server.drop();
    return null;
  };
  expect(await agent.call('bob')).toMatchObject({ outcome: 'failed', code: 503 });
  const before = server.messages.length;
  await server.expect(/^REGISTER/, before);
  expect(server.messages.filter(({ start }) => start.startsWith('INVITE'))).toHaveLength(1);
  await close();
});

test('a body that is too long is passed over and answered 513', async () => {
  const { agent, server, close } = await arrange();
  await agent.register();
  const before = server.messages.length;
  server.write(options('long', 300_000));
  server.write(options('short', 0));
  expect((await server.expect(/^SIP\/2\.0 513/, before)).headers['call-id']).toEqual(['long']);
  expect((await server.expect(/^SIP\/2\.0 200/, before)).headers['call-id']).toEqual(['short']);
  await close();
});
