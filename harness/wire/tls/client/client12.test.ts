/** Client and server of the engine against each other in every version, and the client on crafted and random bytes. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { identities } from '../../../tap/test-peers.ts';
import { Client12 } from './client12.ts';
import { inClear, RecordWriter12 } from '../protection/record-writer12.ts';
import { suitesFor } from '../server/server-choice12.ts';
import { suiteName } from '../registries/suites.ts';
import { hello, identityOf, serve, visit } from '../server/testing12.ts';
import type { TlsFault } from '../faults/tls-fault.ts';

const ids = identities('rsa:2048');
const elliptic = identities('ec');
const own = identityOf(ids.server);
const client = identityOf(ids.client);
const answer = 'y'.repeat(40_000);
const request = { types: [1, 64], signatureSchemes: [0x0804, 0x0401, 0x0403], authorities: [] };

const versions = ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'] as const;
const bySha1 = [0x0004, 0x0005, 0x000a, 0x002f, 0x0035, 0x0001, 0x0002, 0x0033, 0x0039, 0xc011, 0xc012, 0xc013, 0xc014];
const only12 = [0x003c, 0x003d, 0x003b, 0x009c, 0x009d, 0x0067, 0x009e, 0xccaa, 0xc027, 0xc028, 0xc02f, 0xc030, 0xcca8];

for (const version of versions) {
  const fault: TlsFault = { title: 'an honest server', version };

  test(`${version}: every suite carries data both ways, with a client certificate, a bare one and none`, async () => {
    const served = await serve({ ...own, request, fault }, answer);
    for (const suite of [...bySha1, ...(version === 'TLS 1.2' ? only12 : [])]) {
      for (const identity of [client, null]) {
        const visited = await visit(served.port, { hello: hello(version, [suite]), identity }, 'x');
        expect(visited, suiteName(suite)).toMatchObject({ answer, session: { version, suite: suiteName(suite) } });
        expect(visited.session?.server).toEqual({
          chain: [...own.chain],
          proof: suitesFor(suite).includes(0x002f) ? null : true,
          asked: true,
        });
        const { client: shown } = served.sessions.at(-1) ?? {};
        expect(shown).toEqual(identity ? { chain: [...client.chain], proof: true } : { chain: [], proof: null });
        expect(visited.keyLog).toEqual([served.keyLog.at(-1)]);
      }
    }
    served.stop();
  });

  test(`${version}: without the extended master secret, and with elliptic certificates`, async () => {
    const served = await serve({ ...own, request: null, fault }, answer);
    expect((await visit(served.port, { hello: hello(version, [0x002f], false) }, 'x')).answer).toBe(answer);
    served.stop();
    const curves = await serve({ ...identityOf(elliptic.server), request: null, fault }, answer);
    const visited = await visit(curves.port, { hello: hello(version, [0xc009]) }, 'x');
    expect(visited).toMatchObject({ answer, session: { version, server: { proof: true, asked: false } } });
    curves.stop();
  });
}

test('a Diffie-Hellman group may have 512, 1024 or 2048 bits', async () => {
  for (const modulusBits of [512, 1024, 2048] as const) {
    const select: TlsFault['select'] = (choice) => ({ ...choice, suite: 0x0033, modulusBits });
    const served = await serve({ ...own, request: null, fault: { title: 'a short group', select } }, answer);
    expect((await visit(served.port, { hello: hello('TLS 1.2', [0x0033]) }, 'x')).answer).toBe(answer);
    served.stop();
  }
});

test('the client ends a handshake with what it did not offer, or whose Finished does not check', async () => {
  for (const [fault, end] of [
    [{ select: (choice) => ({ ...choice, suite: 0x0035 }) }, /illegal_parameter/],
    [{ hello: (honest) => ({ ...honest, version: 0x0304 }) }, /protocol_version/],
    [{ message: (name, whole) => (name === 'server_hello_done' ? [whole, whole] : [whole]) }, /unexpected_message/],
    [{ message: (name, whole) => (name === 'finished' ? [flipped(whole)] : [whole]) }, /decrypt_error/],
    [{ application: (honest) => [{ ...honest, damage: flipped }] }, /bad_record_mac/],
  ] as const satisfies [Omit<TlsFault, 'title'>, RegExp][]) {
    const served = await serve({ ...own, request: null, fault: { title: 'bent', ...fault } }, answer);
    const visited = await visit(served.port, { hello: hello('TLS 1.2', [0xc02f]) }, 'x');
    expect(visited.end).toMatch(end);
    expect(visited.answer).toBe('');
    served.stop();
  }
});

test('a signature by another key is told', async () => {
  const fault: TlsFault = { title: 'another key', version: 'TLS 1.1' };
  const served = await serve({ chain: own.chain, key: client.key, request: null, fault }, answer);
  const visited = await visit(served.port, { hello: hello('TLS 1.1', [0xc013]) }, 'x');
  expect(visited.session?.server.proof).toBe(false);
  served.stop();
});

test('random records, messages and alerts of a server end the client and hold no memory', async () => {
  const offer = hello('TLS 1.2', [0xc02f, 0x002f]);
  const writer = new RecordWriter12(0x0303);
  const message = fc
    .tuple(fc.constantFrom(0, 2, 4, 11, 12, 13, 14, 20, 22, 77), fc.uint8Array({ maxLength: 200 }))
    .map(([type, body]) => writer.encode(inClear([Buffer.from([type, 0, 0, body.length, ...body])])));
  const record = fc
    .tuple(fc.constantFrom(20, 21, 22, 23, 24, 99), fc.uint8Array({ maxLength: 300 }))
    .map(([type, content]) => writer.encode([{ type, content: Buffer.from(content), epoch: 'clear' }]));
  const alert = fc
    .tuple(fc.nat(3), fc.nat(255))
    .map((content) => writer.encode(writer.split(21, Buffer.from(content))));
  const noise = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(message, record, alert, noise), { maxLength: 6 }), async (parts) => {
      const came: string[] = [];
      let secured = false;
      const [socket, far] = await pair();
      new Client12(
        socket,
        { hello: offer, identity: client },
        {
          received: (what) => came.push(what),
          keyLog: () => undefined,
          secured: () => (secured = true),
          over: () => socket.end(),
        },
      );
      far.end(Buffer.concat(parts));
      await once(socket, 'close');
      expect(secured).toBe(false);
    }),
    { numRuns: 300 },
  );
});

const flipped = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]);

/** Both ends of a connection over loopback. */
async function pair(): Promise<[Socket, Socket]> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  for (const socket of [near, far]) socket.on('error', () => undefined);
  far.resume();
  return [near, far];
}
