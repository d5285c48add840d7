/** What the device offers, and what it does with a suite that it did not offer: raw bytes against a server without TLS. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { makeCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { contentType, makeRecord } from './records.ts';
import { surroundingsFor } from './test-surroundings.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const good = makeCertificate({ cn: 'server', issuer: root, dns: [host] });

/** Everything that the device sends to a server that answers the ClientHello with `answer`; null: it closes. */
async function sentBy(flaws: FlawName[], answer: Buffer | null): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let closed: Promise<unknown> = Promise.resolve();
  const server = createServer((socket: Socket) => {
    closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (chunks.length > 1) return;
      if (answer) socket.write(answer);
      else socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connector = createTlsConnector(surroundingsFor({ anchors: [root.pem], flaws }));
  const options = { service: 'sip', host, port, identity: host, validate: true } as const;
  await expect(connector.connect(options)).rejects.toThrow();
  await closed;
  server.close();
  return Buffer.concat(chunks);
}

const clientHelloIn = (bytes: Buffer): Buffer => bytes.subarray(9, 5 + bytes.readUInt16BE(3));

function offeredSuites(clientHello: Buffer): number[] {
  const at = 35 + clientHello.readUInt8(34);
  const count = clientHello.readUInt16BE(at) / 2;
  return Array.from({ length: count }, (_, index) => clientHello.readUInt16BE(at + 2 + 2 * index));
}

const length3 = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(3);
  length.writeUIntBE(bytes.length, 0, 3);
  return Buffer.concat([length, bytes]);
};
const message = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([type]), length3(body)]);

/** An empty renegotiation_info (RFC 5746 §3.4), alone in a block of extensions. */
const secureRenegotiation = Buffer.from([0, 5, 0xff, 0x01, 0, 1, 0]);

/** ServerHello with TLS_RSA_WITH_RC4_128_SHA, Certificate, ServerHelloDone. */
const unoffered = makeRecord(
  contentType.handshake,
  Buffer.concat([
    message(
      2,
      Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0, 5, 0]), secureRenegotiation]),
    ),
    message(11, length3(length3(good.der))),
    message(14, Buffer.alloc(0)),
  ]),
);

test('the offer is AEAD with ephemeral keys alone', async () => {
  const suites = offeredSuites(clientHelloIn(await sentBy([], null)));
  const signalling = 0x00ff;
  const expected = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8];
  expect(suites.filter((suite) => suite !== signalling).sort()).toEqual(expected.sort());
});

test('flaw offers-rc4', async () => {
  const hello = clientHelloIn(await sentBy(['offers-rc4'], null));
  expect(offeredSuites(hello)).toContain(0x0005);
  // The extensions still end where the message ends.
  const afterSuites = 37 + hello.readUInt8(34) + hello.readUInt16BE(35 + hello.readUInt8(34)) + 2;
  expect(afterSuites + 2 + hello.readUInt16BE(afterSuites)).toBe(hello.length);
});

test('a suite that was not offered draws illegal_parameter', async () => {
  const sent = await sentBy([], unoffered);
  expect(sent.subarray(5 + sent.readUInt16BE(3)).toString('hex')).toBe('1503030002022f');
});

test('flaw accepts-unoffered-suite: the device goes on with ClientKeyExchange', async () => {
  const sent = await sentBy(['accepts-unoffered-suite'], unoffered);
  const next = sent.subarray(5 + sent.readUInt16BE(3));
  expect([next[0], next[5]]).toEqual([contentType.handshake, 16]);
  expect(next[5 + next.readUInt16BE(3)]).toBe(contentType.changeCipherSpec);
});
