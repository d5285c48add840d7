import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { clearVisit } from './clear-visit.ts';
import { slowClients } from './slow-clients.ts';

const host = '127.0.0.1';
const asked = { fromDomain: 'sip.lab.test', window: 300 };

/** A TCP server that does this with each connection. */
async function tcp(meet: (socket: Socket) => void) {
  const server = createServer((socket) => meet(socket.on('error', () => undefined)));
  await once(server.listen(0, host), 'listening');
  return { listener: { host, port: (server.address() as AddressInfo).port }, close: () => server.close() };
}

/** RFC 3261 §8.2.6.2 over UDP; every request is kept. */
async function udp(status: string) {
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  const heard: string[] = [];
  socket.on('message', (bytes, { address, port }) => {
    const text = bytes.toString();
    heard.push(text.split(' ')[0] ?? '');
    if (!text.startsWith('INVITE')) return;
    const copied = text.split('\r\n').filter((line) => /^(?:Via|From|To|Call-ID|CSeq|Contact):/.test(line));
    socket.send([`SIP/2.0 ${status}`, ...copied, 'Content-Length: 0', '', ''].join('\r\n'), port, address);
  });
  return { listener: { host, port: socket.address().port }, heard, socket };
}

for (const [status, farewell] of [
  ['180 Ringing', ['CANCEL']],
  ['200 OK', ['ACK', 'BYE']],
  ['403 Forbidden', ['ACK']],
] as const)
  test(`a call over UDP that is answered ${status} is told and ended by ${farewell.join(', ')}`, async () => {
    const { listener, heard, socket } = await udp(status);
    const visit = await clearVisit({ ...asked, listener, over: 'udp' });
    expect(visit).toMatchObject({ over: 'udp', reached: true, closed: false, handshake: null });
    expect(`${visit.answer?.status} ${visit.answer?.reason}`).toBe(status);
    await expect.poll(() => heard).toEqual(['INVITE', ...farewell]);
    socket.close();
  });

test('a call that nobody answers, or nobody takes', async () => {
  const silent = await tcp(() => undefined);
  expect(await clearVisit({ ...asked, listener: silent.listener, over: 'tcp' })).toMatchObject({
    ...{ reached: true, answer: null, closed: false },
  });
  silent.close();
  const closing = await tcp((socket) => socket.destroy());
  expect(await clearVisit({ ...asked, listener: closing.listener, over: 'tcp' })).toMatchObject({
    ...{ reached: true, answer: null, closed: true },
  });
  closing.close();
  for (const over of ['tcp', 'udp'] as const) {
    const nobody = await clearVisit({ ...asked, listener: closing.listener, over });
    expect(nobody.answer).toBeNull();
  }
});

test('an answer that is none is none', async () => {
  const garbage = await tcp((socket) => socket.write(`SIP/2.0 200 OK\r\n${'\0'.repeat(9000)}\r\n\r\n`));
  expect((await clearVisit({ ...asked, listener: garbage.listener, over: 'tcp' })).answer).toBeNull();
  garbage.close();
});

test('slow clients stand as long as they are let, and no longer than the window is waited for them', async () => {
  const silent = await tcp(() => undefined);
  const half = await slowClients(silent.listener, 10, 200);
  expect(half.standing).toBe(10);
  half.close();
  silent.close();
  const closing = await tcp((socket) => socket.destroy());
  const none = await slowClients(closing.listener, 10, 200);
  none.close();
  expect(none.standing).toBeLessThanOrEqual(5);
  closing.close();
});
