import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { longestWait } from './retry.ts';
import { one } from './raw-sip-server.ts';
import { arrange } from './test-arrangement.ts';

test('digest, Via and Contact are right, and the connection stays', async () => {
  const { agent, server, close } = await arrange();
  expect(await agent.register()).toEqual({ outcome: 'accepted' });
  expect(agent.registration()).toMatchObject({ state: 'registered', verified: true });
  const [first, second] = server.messages;
  expect(first?.start).toBe('REGISTER sip:sip.test SIP/2.0');
  expect(first && one(first, 'via')).toMatch(/^SIP\/2\.0\/TLS 127\.0\.0\.1;.*rport/);
  expect(first?.headers['user-agent']).toEqual(['Test Phone/1.0']);
  expect(second && one(second, 'authorization')).toMatch(/^Digest .*qop=auth/);
  expect(second && one(second, 'authorization')).not.toContain('secret');
  server.write('\r\n\r\n');
  await server.received();
  expect([server.between, server.connections]).toEqual(['\r\n', 1]);
  await close();
});

test('every attempt has a connection of its own', async () => {
  const { agent, server, close } = await arrange();
  await agent.register();
  await agent.register();
  expect(server.connections).toBe(2);
  const states: unknown[] = [];
  agent.onEvent(({ state }) => states.push(state));
  expect(await agent.unregister()).toEqual({ outcome: 'accepted' });
  expect(one(await server.expect(/^REGISTER/, 4), 'contact')).toContain('expires=0');
  expect(states).toEqual(['unregistered']);
  expect(agent.registration()).toMatchObject({ state: 'unregistered', reason: '' });
  await close();
});

for (const [behaviour, expected] of [
  ['forbid', { outcome: 'failed', reason: '403 Forbidden' }],
  ['silent', { outcome: 'timeout', reason: 'the registrar did not answer within 300 ms' }],
  ['hang-up', { outcome: 'failed', reason: expect.stringMatching(/before the registrar had answered/) }],
  ['without-contact', { outcome: 'failed', reason: expect.stringMatching(/does not list our contact/) }],
] as const)
  test(`a registrar that answers with ${behaviour}`, async () => {
    const { agent, server, close } = await arrange({}, [], behaviour === 'silent' ? 300 : undefined);
    server.behaviour = behaviour;
    expect(await agent.register()).toMatchObject(expected);
    expect(agent.registration().state).toBe('failed');
    await close();
  });

test('a failure is no obstacle to the next attempt', async () => {
  const { agent, server, close } = await arrange();
  server.behaviour = 'forbid';
  expect(await agent.register()).toMatchObject({ outcome: 'failed' });
  server.behaviour = 'register';
  expect(await agent.register()).toEqual({ outcome: 'accepted' });
  await close();
});

test('a wrong password is tried once', async () => {
  const { agent, server, close } = await arrange({ account: { password: 'wrong' } });
  expect(await agent.register()).toEqual({ outcome: 'failed', reason: '401 Unauthorized' });
  expect(server.messages).toHaveLength(2);
  await close();
});

test('a refused server: the reason is handed on, and nothing is sent', async () => {
  const { agent, server, connector, close } = await arrange();
  connector.refuse = true;
  expect(await agent.register()).toEqual({ outcome: 'refused', reason: 'the chain ends nowhere' });
  expect(await agent.connect()).toMatchObject({ outcome: 'refused' });
  expect(agent.registration()).toMatchObject({ state: 'refused', reason: 'the chain ends nowhere', verified: false });
  expect(server.connections).toBe(0);
  await close();
});

test('connect opens the connection and says nothing', async () => {
  const { agent, server, close } = await arrange();
  expect(await agent.connect()).toEqual({ outcome: 'accepted' });
  server.write('\r\n\r\n');
  await server.received();
  expect(server.messages).toHaveLength(0);
  await close();
});

test('what cannot work says why', async () => {
  const udp = await arrange({ sip: { transportation: 'UDP' } });
  expect(await udp.agent.register()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/UDP is not supported/),
  });
  await udp.close();
  const nobody = await arrange({ account: { user: '' } });
  expect(await nobody.agent.register()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/account\.user/),
  });
  expect(await nobody.agent.unregister()).toEqual({ outcome: 'failed', reason: 'there is no connection' });
  await expect(nobody.agent.answer()).rejects.toThrow('no call is ringing');
  await expect(nobody.agent.hangup('x')).rejects.toThrow('there is no call x');
  await nobody.close();
});

test('changed settings close the connection, others do not', async () => {
  const { agent, settings, close } = await arrange();
  await agent.register();
  settings.audio.mode = 'sink';
  await agent.reconfigure();
  expect(agent.registration().state).toBe('registered');
  settings.account.user = 'bob';
  await agent.reconfigure();
  expect(agent.registration()).toMatchObject({ state: 'unregistered', reason: 'the settings were changed' });
  await close();
});

test('a dropped connection is told', async () => {
  const { agent, server, close } = await arrange();
  const states: unknown[] = [];
  await agent.register();
  const lost = new Promise<void>((resolve) =>
    agent.onEvent((event) => {
      states.push(event.state);
      resolve();
    }),
  );
  server.drop();
  await lost;
  expect(states).toEqual(['failed']);
  expect(agent.registration().reason).toContain('the connection was closed');
  await close();
});

test('falls-back-to-clear sends a REGISTER by TCP and UDP', async () => {
  const tcp = createServer();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4').bind(port, '127.0.0.1');
  await once(udp, 'listening');
  const stream = once(tcp, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'data'));
  const datagram = once(udp, 'message');
  const { agent, connector, settings, close } = await arrange({}, ['falls-back-to-clear']);
  settings.sip.outboundProxy = `127.0.0.1;clear=${port}`;
  connector.refuse = true;
  expect(await agent.register()).toMatchObject({ outcome: 'refused' });
  for (const [octets] of [await stream, await datagram]) expect(String(octets)).toMatch(/^REGISTER sip:sip\.test /);
  tcp.close();
  udp.close();
  await close();
});

test('a newer request does not wait for an attempt that hangs', async () => {
  const { agent, server, close } = await arrange();
  server.behaviour = 'silent';
  const first = agent.register();
  await server.expect(/^REGISTER/);
  server.behaviour = 'register';
  const second = agent.register();
  expect(await first).toEqual({ outcome: 'failed', reason: 'given up for a newer request' });
  expect(await second).toEqual({ outcome: 'accepted' });
  await close();
});

test('the waits between attempts of its own grow from at most 60 s to half an hour', () => {
  expect([1, 2, 3, 20].map((failures) => longestWait(failures, 30_000))).toEqual([60_000, 120_000, 240_000, 1_800_000]);
});
