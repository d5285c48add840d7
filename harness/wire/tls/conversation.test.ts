/** The parser on crafted and on random bytes. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Conversation } from './conversation.ts';
import type { TlsEvent } from './events.ts';
import { HandshakeStream, longestMessage } from './messages/handshake-messages.ts';
import { secretsFor } from './protection/key-log.ts';
import { expandLabel, prf } from './protection/prf.ts';
import { Protection12 } from './protection/protection12.ts';
import { Rc4 } from './protection/rc4.ts';
import { recordMac } from './protection/record-mac.ts';
import { RecordStream } from './messages/records.ts';
import { suiteParameters } from './registries/suite-parameters.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const record = (type: number, body: Buffer, version = 0x0303): Buffer =>
  Buffer.concat([Buffer.from([type]), u16(version), u16(body.length), body]);
const handshake = (type: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type, 0]), u16(body.length), body]);
const clientHello = (extensions = Buffer.alloc(0), version = 0x0303): Buffer =>
  handshake(
    1,
    Buffer.concat([u16(version), Buffer.alloc(32, 7), hex('00 0002 0004 0100'), u16(extensions.length), extensions]),
  );
const serverHello = (suite: number, version = 0x0303): Buffer =>
  handshake(2, Buffer.concat([u16(version), Buffer.alloc(32, 9), hex('00'), u16(suite), hex('00')]));

const names = (events: TlsEvent[]): string[] =>
  events.map((event) => (event.kind === 'handshake' ? event.name : event.kind));

test('a hello in the format of SSL 2.0 is recognised', () => {
  // Version 3.0, one SSLv2 kind and one suite, challenge of 16 octets.
  const body = hex(`01 0300 0006 0000 0010 010080 000004 ${'11'.repeat(16)}`);
  const events = new Conversation('').push('client', Buffer.concat([u16(0x8000 | body.length), body]));
  expect(names(events)).toEqual(['sslv2_client_hello']);
  const content = events[0]?.kind === 'handshake' ? events[0].content : null;
  expect(content).toMatchObject({
    type: 'client_hello',
    hello: { legacyVersion: 0x0300, suites: [0x010080, 4], format: 'sslv2' },
  });
});

test('messages over several records and several messages in one record', () => {
  const flight = Buffer.concat([serverHello(0x002f), handshake(11, hex('000000')), handshake(14, Buffer.alloc(0))]);
  const whole = new Conversation('').push('server', record(22, flight));
  expect(names(whole)).toEqual(['server_hello', 'certificate', 'server_hello_done']);
  const split = new Conversation('');
  const events = [...flight].flatMap((octet) => split.push('server', record(22, Buffer.from([octet]))));
  expect(names(events)).toEqual(names(whole));
});

test('text on the line is handed out, and an alert in clear is read', () => {
  const conversation = new Conversation('');
  expect(names(conversation.push('client', record(21, hex('0230'))))).toEqual(['alert']);
  expect(names(conversation.push('server', Buffer.from('HTTP/1.1 400 Bad Request\r\n')))).toEqual(['clear']);
});

test('malformed hellos say so instead of throwing', () => {
  const events = new Conversation('').push('client', record(22, handshake(1, hex('0303 00'))));
  expect(events[0]).toMatchObject({ content: { type: 'malformed', reason: '32 octets announced, 1 left' } });
});

test('a message of 16 MiB is skipped without being kept, and the next one is read', () => {
  const stream = new HandshakeStream();
  const length = longestMessage + 10;
  const announced = Buffer.alloc(4);
  announced.writeUInt32BE(length);
  announced.writeUInt8(11, 0);
  const seen = stream.push(announced);
  expect(seen).toMatchObject([{ name: 'certificate', length, whole: null }]);
  for (let left = length; left > 0; left -= 16384) stream.push(Buffer.alloc(Math.min(16384, left)));
  expect(stream.pending).toBe(0);
  expect(stream.push(handshake(14, Buffer.alloc(0)))).toMatchObject([{ name: 'server_hello_done' }]);
});

test('what is cut off is told at the end', () => {
  const conversation = new Conversation('');
  conversation.push('client', record(22, clientHello()).subarray(0, 20));
  expect(names(conversation.end('client'))).toEqual(['partial']);
});

test('random bytes never throw and lose no octet of the record layer', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
      const stream = new RecordStream();
      const pieces = chunks.flatMap((chunk) => stream.push(Buffer.from(chunk))).concat(stream.end());
      const octets = pieces.map((piece) => {
        if (piece.kind === 'record') return piece.header.length + piece.body.length;
        return piece.kind === 'sslv2-hello' ? 2 + piece.body.length : piece.bytes.length;
      });
      const pushed = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      return octets.reduce((sum, size) => sum + size, 0) === pushed;
    }),
  );
});

test('records of random type and content never throw, with and without secrets', () => {
  const keyLog = [
    `CLIENT_RANDOM ${'07'.repeat(32)} ${'01'.repeat(48)}`,
    ...['CLIENT', 'SERVER'].map((side) => `${side}_HANDSHAKE_TRAFFIC_SECRET ${'07'.repeat(32)} ${'02'.repeat(32)}`),
  ].join('\n');
  const piece = fc.oneof(
    fc.constantFrom(
      clientHello(),
      serverHello(0x002f),
      serverHello(0x0004, 0x0300),
      serverHello(0xc02f),
      serverHello(0x1301, 0x0304),
      serverHello(0x5a5a),
    ),
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 80 }))
      .map(([type, body]) => handshake(type, Buffer.from(body))),
    fc.uint8Array({ maxLength: 80 }).map((body) => Buffer.from(body)),
  );
  const flight = fc.array(
    fc.tuple(
      fc.constantFrom<'client' | 'server'>('client', 'server'),
      fc.constantFrom(20, 21, 22, 22, 22, 23, 24),
      piece,
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(flight, fc.constantFrom('', keyLog), (records, log) => {
      const conversation = new Conversation(log);
      for (const [from, type, body] of records) conversation.push(from, record(type, body));
      conversation.end('client');
      conversation.end('server');
    }),
    { numRuns: 500 },
  );
});

test('key-log lines are found by client random, in any surroundings', () => {
  const random = Buffer.alloc(32, 0xab);
  const log = `# comment\nCLIENT_RANDOM ${'cd'.repeat(32)} 00\r\nCLIENT_RANDOM ${random.toString('hex')} 0102\r\nEXPORTER_SECRET ${random.toString('hex')} zz`;
  expect([...secretsFor(log, random)]).toEqual([['CLIENT_RANDOM', hex('0102')]]);
});

test('RC4 with the vectors of RFC 6229', () => {
  expect(new Rc4(hex('0102030405')).update(Buffer.alloc(16)).toString('hex')).toBe('b2396305f03dc027ccc3524a0a1118a8');
  expect(new Rc4(hex('0102030405060708090a0b0c0d0e0f10')).update(Buffer.alloc(16)).toString('hex')).toBe(
    '9ac7cc9a609d1ef7b2932899cde41b97',
  );
});

test('HKDF-Expand-Label with the client handshake key of RFC 8448 section 3', () => {
  const secret = hex('b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21');
  expect(expandLabel('sha256', secret, 'key', 16).toString('hex')).toBe('dbfaa693d1762c5b666af5d950258d01');
  expect(expandLabel('sha256', secret, 'iv', 12).toString('hex')).toBe('5bd3c71b836e0b76bb73265f');
});

for (const [version, suite] of [
  [0x0300, 0x0004],
  [0x0301, 0x0005],
  [0x0303, 0x0004],
] as const) {
  test(`an RC4 record of version ${version.toString(16)} opens, and not when altered`, () => {
    const parameters = suiteParameters(suite);
    if (!parameters?.mac) throw new Error('RC4 has parameters');
    const connection = {
      version,
      suite: parameters,
      master: randomBytes(48),
      clientRandom: randomBytes(32),
      serverRandom: randomBytes(32),
      encryptThenMac: false,
    };
    const sealed = sealRc4(connection, parameters.mac, Buffer.from('REGISTER'));
    expect(new Protection12(connection, 'client').open(...sealed)?.toString()).toBe('REGISTER');
    sealed[1].writeUInt8(sealed[1].readUInt8(0) ^ 1, 0);
    expect(new Protection12(connection, 'client').open(...sealed)).toBeNull();
  });
}

/** The writing side; CBC and AEAD records are checked against OpenSSL and GnuTLS in the tests of the transcript. */
function sealRc4(
  connection: { version: number; master: Buffer; clientRandom: Buffer; serverRandom: Buffer },
  mac: { hash: string; octets: number },
  content: Buffer,
): [Buffer, Buffer] {
  const seed = Buffer.concat([connection.serverRandom, connection.clientRandom]);
  const size = 2 * mac.octets + 32;
  const block =
    connection.version === 0x0300
      ? ssl3(connection.master, seed, size)
      : prf(connection.version === 0x0301 ? 'md5-sha1' : 'sha256', connection.master, 'key expansion', seed, size);
  const header = Buffer.concat([Buffer.from([23]), u16(connection.version), u16(content.length + mac.octets)]);
  const authenticated = Buffer.concat([Buffer.alloc(8), header.subarray(0, 3), u16(content.length)]);
  const tag = recordMac(mac.hash, block.subarray(0, mac.octets), authenticated, content, connection.version);
  const key = block.subarray(2 * mac.octets, 2 * mac.octets + 16);
  return [header, new Rc4(key).update(Buffer.concat([content, tag]))];
}

/** RFC 6101 §6.2.2, written out. */
function ssl3(master: Buffer, seed: Buffer, octets: number): Buffer {
  const sha = (label: string): Buffer => createHash('sha1').update(label).update(master).update(seed).digest();
  const blocks = ['A', 'BB', 'CCC', 'DDDD', 'EEEEE', 'FFFFFF'].map((label) =>
    createHash('md5').update(master).update(sha(label)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, octets);
}
