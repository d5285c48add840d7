import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import type { Address } from '../lab/lab.ts';
import { closeServer, listen } from './listening.ts';
import { openTap } from './switchboard.ts';
import type { Tap } from './tap.ts';
import { closedConnection } from './test-peers.ts';

const stops: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function tapped(limits?: Parameters<typeof openTap>[0]): Promise<Tap> {
  const tap = await openTap(limits);
  stops.push(() => tap.stop());
  return tap;
}

async function lab(
  onConnection: (socket: Socket) => void,
  options: { allowHalfOpen?: boolean } = {},
): Promise<{ address: Address; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer(options, (socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    await closeServer(server);
  });
  return { address, server };
}

/** What a client sees: `connected`, then the received text and how it ended. */
function dial(
  { host, port }: Address,
  text = '',
  allowHalfOpen = false,
): { socket: Socket; ended: Promise<{ received: string; error?: string }> } {
  const socket = connect({ host, port, allowHalfOpen }, () => text && socket.write(text));
  let received = '';
  let error: string | undefined;
  socket.on('data', (bytes) => {
    received += bytes.toString();
  });
  socket.on('error', (cause: NodeJS.ErrnoException) => (error = cause.code));
  const ended = new Promise<{ received: string; error?: string }>((resolve) =>
    socket.on('close', () => resolve({ received, error })),
  );
  return { socket, ended };
}

test('a front keeps its port while it refuses, serves and switches', async () => {
  const tap = await tapped();
  const one = await lab((socket) => socket.end('one'));
  const two = await lab((socket) => socket.end('two'));
  const { sip } = tap.fronts;

  expect((await dial(sip).ended).error).toBe('ECONNREFUSED');
  for (const [target, said] of [
    [one, 'one'],
    [two, 'two'],
  ] as const) {
    await tap.route('sip', target.address);
    expect((await dial(sip).ended).received).toBe(said);
    await tap.route('sip', null);
    expect((await dial(sip).ended).error).toBe('ECONNREFUSED');
  }
  expect(tap.connectionsSince(0).map(({ closed }) => closed.by)).toEqual(['lab', 'lab']);
});

test('a front answers on the loopback address of IPv6, too, at the same port', async () => {
  const tap = await tapped();
  const probe = createServer();
  const has6 = await listen(probe, { host: '::1', port: 0 }).then(
    () => closeServer(probe).then(() => true),
    () => false,
  );
  expect(tap.fronts6).toBe(has6);
  test.skip(!has6, 'this machine has no IPv6 loopback address');
  const { address } = await lab((socket) => socket.end('six'));
  for (const front of ['sip', 'provisioning'] as const) {
    const at = { host: '::1', port: tap.fronts[front].port };
    const mark = tap.mark();
    expect((await dial(at).ended).error).toBe('ECONNREFUSED');
    await tap.route(front, address);
    expect((await dial(at).ended).received).toBe('six');
    expect((await dial(tap.fronts[front]).ended).received).toBe('six');
    const seen = tap.connectionsSince(mark).map(({ front: by, device }) => [by, device.host]);
    expect(seen).toEqual([
      [front, '::1'],
      [front, '127.0.0.1'],
    ]);
    await tap.route(front, null);
    expect((await dial(at).ended).error).toBe('ECONNREFUSED');
  }
});

test('a front with another address than the loopback has that one alone', async () => {
  const tap = await tapped({ host: '127.0.0.2' });
  expect(tap.fronts6).toBe(false);
  expect(tap.fronts.sip.host).toBe('127.0.0.2');
});

test('while a front refuses, nobody else can take its port', async () => {
  const tap = await tapped();
  const { sip } = tap.fronts;
  const thief = createServer();
  await expect(listen(thief, { ...sip, port: 0 })).resolves.not.toEqual(sip);
  await closeServer(thief);
});

test('a port that was taken is a bench error with a hint', async () => {
  const tap = await tapped();
  // SO_REUSEADDR lets a listener take a number that is only held.
  const thief = createServer();
  await listen(thief, tap.fronts.sip);
  await expect(tap.route('sip', { host: '127.0.0.1', port: 1 })).rejects.toThrow(
    /front-port-taken[\s\S]*hint: another program/,
  );
  await closeServer(thief);
  const { address } = await lab((socket) => socket.end('back'));
  await tap.route('sip', address);
  expect((await dial(tap.fronts.sip).ended).received).toBe('back');
});

test('half-close goes through in both directions, and the first close is recorded', async () => {
  const tap = await tapped();
  const { address } = await lab((socket) => socket.resume().on('end', () => socket.end('after your end')), {
    allowHalfOpen: true,
  });
  await tap.route('sip', address);
  const device = dial(tap.fronts.sip, '', true);
  device.socket.end('bye');
  expect(await device.ended).toEqual({ received: 'after your end', error: undefined });
  const connection = await closedConnection(tap);
  expect(connection.closed).toMatchObject({ by: 'device', how: 'fin' });
  expect(connection.chunks.map(({ from, bytes }) => [from, bytes.toString()])).toEqual([
    ['device', 'bye'],
    ['lab', 'after your end'],
  ]);
});

test('a reset of the lab reaches the device as a reset', async () => {
  const tap = await tapped();
  const { address } = await lab((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await tap.route('sip', address);
  expect((await dial(tap.fronts.sip, 'hello').ended).error).toBe('ECONNRESET');
  expect((await closedConnection(tap)).closed).toMatchObject({ by: 'lab', how: 'rst' });
});

test('a lab that is not there ends the connection, keeps the bytes and is a fault of the bench', async () => {
  const tap = await tapped();
  const gone = createServer();
  const address = await listen(gone, { host: '127.0.0.1', port: 0 });
  await closeServer(gone);
  await tap.route('provisioning', address);
  const mark = tap.mark();
  const { ended } = dial(tap.fronts.provisioning, 'hello');
  expect((await ended).received).toBe('');
  expect((await closedConnection(tap, mark)).closed).toMatchObject({ by: 'lab', how: 'fin' });
  expect(tap.faultsSince(mark)).toMatchObject([{ code: 'lab-unreachable' }]);
  const later = tap.mark();
  expect(tap.faultsSince(later)).toEqual([]);
  await dial(tap.fronts.provisioning, 'hello').ended;
  expect(tap.faultsSince(later)).toMatchObject([{ code: 'lab-unreachable' }]);
  expect(tap.faultsSince(mark)).toHaveLength(1);
});

test('disconnect ends what is open, and only on that front', async () => {
  const tap = await tapped();
  const { address } = await lab(() => {});
  await tap.route('sip', address);
  await tap.route('provisioning', address);
  const [sip, provisioning] = [dial(tap.fronts.sip, 'a'), dial(tap.fronts.provisioning, 'b')];
  await expect.poll(() => tap.connectionsSince(0).filter(({ chunks }) => chunks.length > 0).length).toBe(2);
  await tap.disconnect('sip');
  expect((await sip.ended).error).toBeUndefined();
  const by = Object.fromEntries(tap.connectionsSince(0).map(({ front, closed }) => [front, closed.by]));
  expect(by).toEqual({ sip: 'lab', provisioning: 'open' });
  provisioning.socket.destroy();
});

test('past its limit a connection still passes, and is counted', async () => {
  const tap = await tapped({ limits: { connectionOctets: 100_000 } });
  let arrived = 0;
  const { address } = await lab((socket) =>
    socket.on('data', (bytes) => {
      arrived += bytes.length;
      if (arrived === 1_000_000) socket.end();
    }),
  );
  await tap.route('sip', address);
  await dial(tap.fronts.sip, 'x'.repeat(1_000_000)).ended;
  const { chunks, dropped } = await closedConnection(tap);
  const kept = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(kept).toBeLessThanOrEqual(100_000);
  expect(kept + (dropped?.fromDevice ?? 0)).toBe(1_000_000);
});

test('old connections are forgotten before memory grows', async () => {
  const tap = await tapped({ limits: { connections: 3 } });
  const { address } = await lab((socket) => socket.end());
  await tap.route('sip', address);
  for (let index = 0; index < 6; index++) await dial(tap.fronts.sip).ended;
  expect(tap.connectionsSince(0).length).toBeLessThanOrEqual(4);
});

test('witnesses tell connections, requests and datagrams, with secrets masked', async () => {
  const tap = await tapped();
  const mark = tap.mark();
  const { sip, http } = tap.witnesses;
  const silent = dial(http);
  await expect.poll(() => tap.clearTextSince(mark).length).toBe(1);
  silent.socket.destroy();
  const get = dial(http, 'GET /phone.cfg?password=geheim HTTP/1.1\r\n\r\n');
  const register = dial(sip, 'REGISTER sip:lab.test SIP/2.0\r\n');
  const udp = createSocket('udp4');
  udp.send('OPTIONS sip:lab.test SIP/2.0\r\n', sip.port, sip.host);
  await expect.poll(() => tap.clearTextSince(mark).filter(({ bytes }) => bytes > 0).length).toBe(3);
  udp.close();
  expect(
    tap
      .clearTextSince(mark)
      .map(({ transport, port, kind, firstLine }) => `${transport} ${port} ${kind}: ${firstLine}`)
      .sort(),
  ).toEqual([
    'tcp http HTTP GET: GET /phone.cfg?password=*** HTTP/1.1',
    'tcp http connection: ',
    'tcp sip SIP REGISTER: REGISTER sip:lab.test SIP/2.0',
    'udp sip SIP OPTIONS: OPTIONS sip:lab.test SIP/2.0',
  ]);
  // Answers nothing, and ends after its time.
  expect(await get.ended).toEqual({ received: '', error: undefined });
  register.socket.destroy();
});

test('where there is an address for it, the SIP front answers at 5061 and the SIP witness at 5060', async () => {
  const tap = await tapped();
  const host = tap.standardHost;
  test.skip(host === null, 'this machine has no second loopback address');
  const { address } = await lab((socket) => socket.end('lab'));
  expect(await dial({ host: host!, port: 5061 }).ended).toMatchObject({ error: 'ECONNREFUSED' });
  await tap.route('sip', address);
  const mark = tap.mark();
  expect(await dial({ host: host!, port: 5061 }, 'hello').ended).toMatchObject({ received: 'lab' });
  expect(tap.connectionsSince(mark).map(({ front }) => front)).toEqual(['sip']);
  const register = dial({ host: host!, port: 5060 }, 'REGISTER sip:lab.test SIP/2.0\r\n');
  await expect.poll(() => tap.clearTextSince(mark).map(({ kind }) => kind)).toEqual(['SIP REGISTER']);
  register.socket.destroy();
});
