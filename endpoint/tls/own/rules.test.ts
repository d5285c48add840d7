/** What the device's own client refuses, and the flaw that bears with it: crafted bytes from a server without TLS. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../../flaws.ts';
import { createTlsConnector } from '../connector.ts';
import { contentType, makeRecord } from '../records.ts';
import { surroundingsFor } from '../test-surroundings.ts';
import { extensionBlock, uint, vector, type Extension } from './octets.ts';

/** Makes the device use its own client, and changes nothing that a server looks at. */
const harmless: FlawName = 'sends-time-in-random';

/** What the device sends behind its ClientHello to a server that says `answer` and then ends the stream. */
async function answerTo(answer: Buffer, flaw: FlawName): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.once('data', () => {
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.end(answer);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = 'sip.example.com';
  const { port } = server.address() as AddressInfo;
  const connector = createTlsConnector(surroundingsFor({ flaws: [flaw] }));
  await expect(connector.connect({ service: 'sip', host, port, identity: host, validate: true })).rejects.toThrow();
  server.close();
  await once(server, 'close');
  return Buffer.concat(chunks);
}

interface Parts {
  version?: number;
  random?: Buffer;
  suite?: number;
  compression?: number;
  extensions?: Extension[];
  behind?: Buffer;
}

const secureRenegotiation: Extension = { type: 0xff01, data: Buffer.from([0]) };

const handshake = (type: number, body: Buffer): Buffer =>
  makeRecord(contentType.handshake, Buffer.concat([uint(type, 1), vector(3, body)]));

/** Honest where nothing else is said: TLS 1.2, ECDHE_RSA with AES_128_GCM, secure renegotiation. */
function serverHello(parts: Parts = {}): Buffer {
  const { version = 0x0303, random = Buffer.alloc(32, 7), suite = 0xc02f, compression = 0 } = parts;
  const extensions = extensionBlock(parts.extensions ?? [secureRenegotiation]);
  const rest = [uint(0, 1), uint(suite, 2), uint(compression, 1), extensions, parts.behind ?? Buffer.alloc(0)];
  return handshake(2, Buffer.concat([uint(version, 2), random, ...rest]));
}

const sentinel = (last: number): Buffer =>
  Buffer.concat([Buffer.alloc(24, 7), Buffer.from('DOWNGRD'), Buffer.from([last])]);
const withExtension = (type: number, ...data: number[]): Buffer =>
  serverHello({ extensions: [secureRenegotiation, { type, data: Buffer.from(data) }] });
const overlong = Buffer.concat([Buffer.from([22, 3, 3, 0x48, 1]), Buffer.alloc(0x4801)]);

const rows: [FlawName, what: string, answer: Buffer, alert: number][] = [
  ['accepts-ssl3', 'SSL 3.0', serverHello({ version: 0x0300 }), 70],
  ['accepts-unknown-version', 'version 0x0304 in the old field', serverHello({ version: 0x0304 }), 70],
  ['ignores-downgrade-sentinel', 'DOWNGRD 01', serverHello({ random: sentinel(1) }), 47],
  ['ignores-lower-sentinel', 'DOWNGRD 00', serverHello({ random: sentinel(0) }), 47],
  ['accepts-null-suite', 'RSA_WITH_NULL_SHA256', serverHello({ suite: 0x003b }), 47],
  ['accepts-rc4', 'RSA_WITH_RC4_128_SHA', serverHello({ suite: 0x0005 }), 47],
  ['accepts-3des', 'RSA_WITH_3DES_EDE_CBC_SHA', serverHello({ suite: 0x000a }), 47],
  ['accepts-export-suite', 'RSA_EXPORT_WITH_RC4_40_MD5', serverHello({ suite: 0x0003 }), 47],
  ['accepts-anonymous-suite', 'DH_anon_WITH_AES_128_CBC_SHA', serverHello({ suite: 0x0034 }), 47],
  ['accepts-signalling-suite', 'EMPTY_RENEGOTIATION_INFO_SCSV', serverHello({ suite: 0x00ff }), 47],
  ['mixes-suites-of-versions', 'a suite of TLS 1.3 in TLS 1.2', serverHello({ suite: 0x1301 }), 47],
  ['accepts-compression', 'DEFLATE', serverHello({ compression: 1 }), 47],
  ['accepts-unsolicited-extensions', 'max_fragment_length', withExtension(1, 4), 110],
  ['accepts-duplicate-answers', 'renegotiation_info twice', withExtension(0xff01, 0), 47],
  ['ignores-renegotiation-data', 'renegotiation_info with data', serverHello({ extensions: [filled()] }), 40],
  ['bears-without-renegotiation-info', 'no renegotiation_info', serverHello({ extensions: [] }), 40],
  ['accepts-malformed-messages', 'octets behind the extensions', serverHello({ behind: Buffer.alloc(2) }), 50],
  ['accepts-any-order', 'Finished in place of ServerHello', handshake(20, Buffer.alloc(12)), 10],
  ['accepts-any-order', 'a second ServerHello', Buffer.concat([serverHello(), serverHello()]), 10],
  ['accepts-early-change', 'ChangeCipherSpec', Buffer.concat([serverHello(), makeRecord(20, Buffer.from([1]))]), 10],
  ['accepts-early-application-data', 'application data', makeRecord(23, Buffer.from('SIP/2.0 200 OK')), 10],
  ['accepts-empty-certificate-list', 'no certificate', Buffer.concat([serverHello(), handshake(11, uint(0, 3))]), 50],
  ['accepts-unknown-records', 'a record of type 99', makeRecord(99, Buffer.from([1])), 10],
  ['accepts-oversized-records', 'a record of 18433 octets', overlong, 22],
];

function filled(): Extension {
  return { type: 0xff01, data: Buffer.concat([uint(12, 1), Buffer.alloc(12)]) };
}

const alertIn = (sent: Buffer): number | null =>
  sent[0] === contentType.alert && sent.length === 7 ? sent.readUInt8(6) : null;

for (const [flaw, what, answer, alert] of rows) {
  test(`${what}: alert ${alert}, and another end by ${flaw}`, async () => {
    expect(alertIn(await answerTo(answer, harmless))).toBe(alert);
    expect(alertIn(await answerTo(answer, flaw))).not.toBe(alert);
  });
}
