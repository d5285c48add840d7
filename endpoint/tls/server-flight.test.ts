import { expect, test } from '@playwright/test';
import { contentType, makeRecord, RecordSplitter } from './records.ts';
import { ServerFlight, type Progress } from './server-flight.ts';

/** What the records of these messages bring the reader to. */
function read(...messages: Buffer[]): Progress[] {
  const flight = new ServerFlight();
  const bytes = Buffer.concat(messages.map((message) => makeRecord(contentType.handshake, message)));
  return [...new RecordSplitter().push(bytes)].flatMap((record) => [...flight.read(record)]);
}

const helloRequest = Buffer.alloc(4);
/** TLS 1.2, a random, no session, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, no compression, no extension. */
const serverHello = Buffer.concat([
  Buffer.from([2, 0, 0, 38, 3, 3]),
  Buffer.alloc(32, 7),
  Buffer.from([0, 0xc0, 0x2f, 0]),
]);

test('a HelloRequest is ignored before the ServerHello, and not behind it', () => {
  expect(read(serverHello)).toEqual(['server-hello']);
  expect(read(helloRequest, helloRequest, serverHello)).toEqual(['server-hello']);
  expect(read(serverHello, helloRequest)).toEqual(['server-hello', 'unreadable']);
});

test('a message that announces more than any handshake has is not waited for', () => {
  expect(read(Buffer.from([2, 0, 0x40, 0]))).toEqual([]);
  expect(read(Buffer.from([2, 0xff, 0xff, 0xff]))).toEqual(['unreadable']);
});
