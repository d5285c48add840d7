/** A device that treats a connection otherwise because of an earlier one, and one that does not. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { TlsConnector } from '../contracts.ts';
import type { FlawName } from '../flaws.ts';
import { makeCertificate, type TestCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { withFlawsOfLaterConnections } from './flaws-of-later-connections.ts';
import { serve, surroundingsFor } from './test-surroundings.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const good = makeCertificate({ cn: 'server', issuer: root, dns: [host] });
const bad = makeCertificate({ cn: 'self', dns: [host] });

function device(...flaws: FlawName[]): TlsConnector {
  const surroundings = surroundingsFor({ anchors: [root.pem], flaws });
  return withFlawsOfLaterConnections(createTlsConnector(surroundings), surroundings);
}

async function outcome(connector: TlsConnector, port: number, name = host): Promise<'accepted' | 'refused'> {
  try {
    const stream = await connector.connect({ service: 'sip', host: name, port, identity: name, validate: true });
    // A ticket of TLS 1.3 comes after the handshake.
    stream.resume().write('OPTIONS');
    await new Promise((resolve) => stream.once('data', resolve));
    stream.destroy();
    return 'accepted';
  } catch {
    return 'refused';
  }
}

/** A server whose certificate is another one from the second connection on; tickets are taken under both. */
async function turningBad(): Promise<AsyncDisposable & { port: number }> {
  let connections = 0;
  const tickets = { ticketKeys: Buffer.alloc(48, 7), sessionIdContext: 'test' };
  const made = (certificate: TestCertificate) =>
    serve({ ...tickets, cert: certificate.pem, key: certificate.keyPem }, (_, stream) => stream.write('200'));
  const [before, after] = [await made(good), await made(bad)];
  const front = createServer((socket) => {
    const { port } = connections++ === 0 ? before : after;
    const server = connect(port, '127.0.0.1');
    socket.on('error', () => server.destroy());
    server.on('error', () => socket.destroy());
    socket.pipe(server).pipe(socket);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    port: (front.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      front.close();
      await Promise.all([before[Symbol.asyncDispose](), after[Symbol.asyncDispose]()]);
    },
  };
}

for (const [flaw, second] of [
  [null, 'refused'],
  ['checks-certificate-once', 'accepted'],
  ['resumes-sessions-without-checking', 'accepted'],
  ['retries-with-lower-version', 'refused'],
] as const) {
  test(`${flaw ?? 'without a flaw'}: a server that has turned bad is ${second} at the next connection`, async () => {
    await using server = await turningBad();
    const connector = device(...(flaw ? [flaw] : []));
    expect(await outcome(connector, server.port)).toBe('accepted');
    expect(await outcome(connector, server.port)).toBe(second);
  });
}

test('resumes-sessions-without-checking: under any name, and refused where there is no session', async () => {
  await using server = await turningBad();
  const connector = device('resumes-sessions-without-checking');
  expect(await outcome(connector, server.port, 'other.example.com')).toBe('refused');
  await using another = await turningBad();
  expect(await outcome(connector, another.port)).toBe('accepted');
  expect(await outcome(connector, another.port, 'other.example.com')).toBe('accepted');
});

for (const flaw of [null, 'retries-with-lower-version'] as const) {
  test(`${flaw ?? 'without a flaw'}: a connection that is reset at the ClientHello`, async () => {
    const hellos: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (hello: Buffer) => {
        hellos.push(hello);
        socket.resetAndDestroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await outcome(device(...(flaw ? [flaw] : [])), (server.address() as AddressInfo).port)).toBe('refused');
    await new Promise((resolve) => server.close(resolve));
    // The version of the ClientHello stands behind the headers of record and message (RFC 5246 §7.4.1.2).
    expect(hellos.map((hello) => hello.readUInt16BE(9).toString(16))).toEqual(flaw ? ['303', '302'] : ['303']);
  });
}
