/** The hooks of a fault in the server of SSL 3.0 to TLS 1.2, and its silence where no handshake can come of one. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { identities } from '../../../tap/test-peers.ts';
import type { ClientIdentity } from '../client/client-handshake12.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { parseServerHello } from '../messages/server-hello.ts';
import { HandshakeStream } from '../messages/handshake-messages.ts';
import { inClear, RecordWriter12 } from '../protection/record-writer12.ts';
import { RecordStream } from '../messages/records.ts';
import { hello, identityOf, serve, type Served, visit, type Visited } from './testing12.ts';
import type { Outgoing, TlsFault } from '../faults/tls-fault.ts';
import { tlsFaults } from '../tls-faults.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

const ids = identities('rsa:2048');
const own = identityOf(ids.server);
const client = identityOf(ids.client);
const answer = 'an answer';
const offer = hello('TLS 1.2', [0xc02f, 0x002f]);
const greeting = new RecordWriter12(0x0301).encode(inClear([offer]));

let served: Served;
const running: Served[] = [];
test.afterEach(() => running.splice(0).forEach((each) => each.stop()));

async function serving(fault: Omit<TlsFault, 'title'>): Promise<number> {
  served = await serve({ ...own, request: null, fault: { title: 'bent', ...fault } }, answer);
  running.push(served);
  return served.port;
}

/** Our client at a server with that fault. */
async function visited(fault: Omit<TlsFault, 'title'>, identity: ClientIdentity | null = client): Promise<Visited> {
  return visit(await serving(fault), { hello: offer, identity }, 'x');
}

/** What a client gets that sends the hello, then `more` in one piece, and reads until the end. */
async function heard(fault: Omit<TlsFault, 'title'>, more = Buffer.alloc(0)): Promise<{ bytes: Buffer; end: string }> {
  const socket = connect(await serving(fault), '127.0.0.1');
  const parts: Buffer[] = [];
  let end = 'closed';
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.once('end', () => (end = 'fin'));
  socket.on('error', (error: NodeJS.ErrnoException) => (end = error.code ?? error.message));
  socket.write(Buffer.concat([greeting, more]));
  await once(socket, 'close').catch(() => undefined);
  return { bytes: Buffer.concat(parts), end };
}

/** Types of the records, and the handshake messages, in clear. */
function read(bytes: Buffer): { records: number[]; messages: string[] } {
  const messages = new HandshakeStream();
  const pieces = new RecordStream().push(bytes).flatMap((piece) => (piece.kind === 'record' ? [piece] : []));
  const handshake = pieces.filter(({ type }) => type === 22);
  return {
    records: pieces.map(({ type }) => type),
    messages: handshake.flatMap(({ body }) => messages.push(body)).map(({ name }) => name),
  };
}

const clientExchange = handshakeMessage(16, vector(1, Buffer.alloc(32, 9)));
const records = (...messages: Buffer[]): Buffer => new RecordWriter12(0x0303).encode(inClear(messages));

test('a client that asks for no secure renegotiation gets a server without it, too', async () => {
  const { bytes } = await heard(tlsFaults['no-renegotiation-info']);
  expect(read(bytes).messages).toEqual(['server_hello', 'certificate', 'server_key_exchange', 'server_hello_done']);
  expect(
    parseServerHello(new HandshakeStream().push(bytes.subarray(5))[0]!.whole!.subarray(4)).extensions,
  ).not.toContainEqual(expect.objectContaining({ type: extensionNumbers.renegotiation_info }));
});

test('bytes in place of a flight: then it waits, ends or resets', async () => {
  const bytes = Buffer.from('HTTP/1.0 400 Bad Request\r\n\r\n');
  expect(await heard({ instead: () => ({ bytes, then: 'fin' }) })).toEqual({ bytes, end: 'fin' });
  expect(await heard({ instead: () => ({ bytes: Buffer.alloc(0), then: 'rst' }) })).toMatchObject({
    end: 'ECONNRESET',
  });
  const alert = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
  expect(await heard({ instead: () => ({ bytes, then: 'wait' }) }, alert)).toMatchObject({ bytes });
  expect(served.came).toEqual(['alert handshake_failure']);
});

for (const [what, fault, flight] of [
  ['no ServerHelloDone', { message: without('server_hello_done') }, ['certificate', 'server_key_exchange']],
  [
    'an anonymous suite',
    { select: (choice) => ({ ...choice, suite: 0xc018 }) },
    ['server_key_exchange', 'server_hello_done'],
  ],
  [
    'a suite that is none',
    { select: (choice) => ({ ...choice, suite: 0x1a1a }) },
    ['certificate', 'server_key_exchange', 'server_hello_done'],
  ],
  [
    'an export suite',
    { select: (choice) => ({ ...choice, suite: 0x0003 }) },
    ['certificate', 'server_key_exchange', 'server_hello_done'],
  ],
  ['key transport', { select: (choice) => ({ ...choice, suite: 0x003b }) }, ['certificate', 'server_hello_done']],
  [
    'a curve of no use here',
    {
      keyExchange: (honest) => ({
        ...honest,
        parameters: Buffer.concat([uint(3, 1), uint(19, 2), vector(1, Buffer.alloc(49, 4))]),
      }),
    },
    ['certificate', 'server_key_exchange', 'server_hello_done'],
  ],
  ['no certificate', { message: without('certificate') }, ['server_key_exchange', 'server_hello_done']],
] as const satisfies [string, Omit<TlsFault, 'title'>, string[]][]) {
  test(`${what}: one flight, and silence whatever comes`, async () => {
    const nonsense = Buffer.concat([
      records(clientExchange),
      Buffer.from([20, 3, 3, 0, 1, 1]),
      Buffer.from([22, 3, 3, 0, 3, 7, 7, 7]),
    ]);
    const { bytes } = await heard(fault, nonsense);
    expect(read(bytes).messages).toEqual(['server_hello', ...flight]);
    expect(new Set(read(bytes).records)).toEqual(new Set([22]));
    expect(served.came).toEqual(expect.arrayContaining(['client_key_exchange', 'change_cipher_spec']));
    expect(served.sessions).toEqual([]);
  });
}

test('an honest server answers the same nonsense by an alert', async () => {
  const { bytes } = await heard({ version: 'TLS 1.2' }, Buffer.concat([records(clientExchange, clientExchange)]));
  expect(read(bytes).records.at(-1)).toBe(21);
  expect(served.ends).toEqual([expect.stringMatching(/^alert sent: unexpected_message/)]);
});

test('a changed ServerHello, and messages beside it, are hashed as sent: the handshake still completes', async () => {
  const random = Buffer.alloc(32, 7);
  const { answer: got, session } = await visited({
    hello: (honest) => ({ ...honest, random, extensions: null }),
    message: (name, whole) => (name === 'server_hello' ? [handshakeMessage(0, Buffer.alloc(0)), whole] : [whole]),
  });
  expect([got, session?.version]).toEqual([answer, 'TLS 1.2']);
  const { bytes } = await heard({ hello: (honest) => ({ ...honest, random }) });
  expect(parseServerHello(bytes.subarray(9)).random).toEqual(random);
});

for (const shown of [client, null]) {
  test(`a CertificateRequest that a fault inserts is answered ${shown ? 'by a certificate' : 'by none'}`, async () => {
    const request = handshakeMessage(
      13,
      Buffer.concat([vector(1, Buffer.of(1)), vector(2, uint(0x0804, 2)), vector(2, Buffer.alloc(0))]),
    );
    const message: TlsFault['message'] = (name, whole) => (name === 'server_hello_done' ? [request, whole] : [whole]);
    const { answer: got } = await visited({ message }, shown);
    expect(got).toBe(answer);
    expect(served.sessions[0]?.client).toEqual({ chain: shown ? [...shown.chain] : [], proof: shown ? true : null });
  });
}

test('the flights go out as a fault says: joined, cut, in another order, with another version', async () => {
  const joined = (all: readonly Outgoing[]): Outgoing[] => [
    { type: 22, content: Buffer.concat(all.map(({ content }) => content)), epoch: 'clear', version: 0x0300 },
  ];
  const { bytes } = await heard({ records: (_flight, honest) => joined(honest) });
  expect([read(bytes).records, bytes.readUInt16BE(1)]).toEqual([[22], 0x0300]);
  expect(read(bytes).messages.at(-1)).toBe('server_hello_done');

  const cut = (all: readonly Outgoing[]): Outgoing[] =>
    all.flatMap((each) => [...each.content].map((octet) => ({ ...each, content: Buffer.of(octet) })));
  expect((await visited({ records: (flight, honest) => (flight === 'first' ? cut(honest) : honest) })).answer).toBe(
    answer,
  );
  expect((await visited({ octetBySegment: true })).answer).toBe(answer);

  const early = (honest: readonly Outgoing[]): Outgoing[] => [
    { type: 23, content: Buffer.from('early'), epoch: 'clear' },
    ...honest,
  ];
  const second = await visited({ records: (flight, honest) => (flight === 'second' ? early(honest) : honest) });
  expect([second.end, second.session]).toEqual([expect.stringMatching(/^alert sent: unexpected_message/), null]);
});

test('a long chain is cut into records of the allowed size', async () => {
  const [leaf = Buffer.alloc(0)] = own.chain;
  const { answer: got, session } = await visited({ chain: () => Array.from({ length: 120 }, () => leaf) });
  expect([got, session?.server.chain.length]).toEqual([answer, 120]);
});

test('application data is bent record by record, after it was sealed', async () => {
  const application: TlsFault['application'] = (honest, index) =>
    index === 0 ? [{ ...honest, content: Buffer.from('another ') }, honest] : [];
  expect((await visited({ application })).answer).toBe(`another ${answer}`);
  const broken = await visited({ application: (honest) => [{ ...honest, version: 0x0301 }] });
  expect(broken.answer).toBe(answer);
  const clear = await visited({ application: (honest) => [{ ...honest, epoch: 'clear' }] });
  expect(clear.end).toMatch(/^alert sent: bad_record_mac/);
});

function without(left: string): TlsFault['message'] {
  return (name, whole) => (name === left ? [] : [whole]);
}
