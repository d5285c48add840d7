import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { MediaRelay } from './media-relay.ts';

const sockets: Socket[] = [];
let relay: MediaRelay;

test.beforeEach(async () => {
  relay = await MediaRelay.start('127.0.0.1');
});
test.afterEach(async () => {
  await relay.stop();
  for (const socket of sockets.splice(0)) socket.close();
});

async function device(): Promise<Socket> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

async function told(command: string): Promise<string> {
  const proxy = await device();
  proxy.send(command, relay.control.port, relay.control.host);
  const [answer] = (await once(proxy, 'message')) as [Buffer];
  return answer.toString();
}

const portIn = (answer: string): number => Number(answer.split(' ')[1]);

test('what one side sends reaches the other, from the port that it knows, and is kept with its sender', async () => {
  const [caller, callee] = [await device(), await device()];
  const forCallee = portIn(await told(`1_1 Uc0,8 call-a 127.0.0.1 ${caller.address().port} tag-a;1`));
  const forCaller = portIn(await told(`1_2 Lc0 call-a 127.0.0.1 ${callee.address().port} tag-a;1 tag-b;1`));

  caller.send('from the caller', forCaller, '127.0.0.1');
  const [heard, by] = (await once(callee, 'message')) as [Buffer, { port: number }];
  callee.send('from the callee', by.port, '127.0.0.1');
  const [answered, back] = (await once(caller, 'message')) as [Buffer, { port: number }];

  expect([heard.toString(), by.port]).toEqual(['from the caller', forCallee]);
  expect([answered.toString(), back.port]).toEqual(['from the callee', forCaller]);
  expect(relay.datagrams('call-a').map(({ by, bytes }) => [by, bytes.toString()])).toEqual([
    ['caller', 'from the caller'],
    ['callee', 'from the callee'],
  ]);
  expect(relay.datagrams('call-b')).toEqual([]);
});

test('the proxy is told what the relay speaks, and what it does not', async () => {
  expect(await told('7_1 V')).toBe('7_1 20040107\n');
  expect(await told('7_2 VF 20040107')).toBe('7_2 1\n');
  expect(await told('7_3 U call-a 127.0.0.1 99999 tag;1')).toBe('7_3 E1\n');
  expect(await told('7_4 X')).toBe('7_4 E1\n');
  expect(await told('7_5 D call-b tag tag')).toBe('7_5 E8\n');
  await told('7_6 U call-b 127.0.0.1 4000 tag;1');
  expect(await told('7_7 D call-b tag tag')).toBe('7_7 0\n');
});
