import { connect, type ConnectionOptions, type TLSSocket, type TlsOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Connection } from '../evidence.ts';
import { openTap } from './switchboard.ts';
import { closedConnection, identities, tlsServer } from './test-peers.ts';
import { transcribe } from './transcript.ts';

const request = [
  'REGISTER sip:lab.test SIP/2.0',
  'Authorization: Digest username="100", nonce="abc", response="0123456789abcdef"',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');
const answer = 'SIP/2.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n';

const rsa = identities('rsa:2048');
const ec = identities('ec');

async function through(
  server: TlsOptions,
  client: (port: number) => Promise<unknown>,
  keyed = true,
): Promise<Connection> {
  const tap = await openTap();
  const peer = await tlsServer(server, answer);
  try {
    await tap.route('sip', peer.address);
    await client(tap.fronts.sip.port);
    const recorded = await closedConnection(tap);
    return transcribe(recorded, keyed ? peer.keyLog() : '', recorded.openedAt);
  } finally {
    peer.stop();
    await tap.stop();
  }
}

const register =
  (options: ConnectionOptions) =>
  (port: number): Promise<void> =>
    new Promise((resolve) => {
      const socket: TLSSocket = connect({
        host: '127.0.0.1',
        port,
        rejectUnauthorized: false,
        servername: 'sip.lab.test',
        ...options,
      });
      socket.once('secureConnect', () => socket.write(request));
      socket.on('error', () => {});
      socket.resume().once('close', () => resolve());
    });

const types = (connection: Connection, from: 'device' | 'lab'): string[] =>
  connection.messages.filter((one) => one.from === from).map(({ type }) => type);

const versions: [string, TlsOptions, string][] = [
  ['TLS 1.3 AES-128-GCM', { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' }, 'TLS_AES_128_GCM_SHA256'],
  ['TLS 1.3 AES-256-GCM', { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_256_GCM_SHA384' }, 'TLS_AES_256_GCM_SHA384'],
  [
    'TLS 1.3 ChaCha20',
    { minVersion: 'TLSv1.3', ciphers: 'TLS_CHACHA20_POLY1305_SHA256' },
    'TLS_CHACHA20_POLY1305_SHA256',
  ],
  ['TLS 1.3 AES-128-CCM', { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_CCM_SHA256' }, 'TLS_AES_128_CCM_SHA256'],
  ...(
    [
      ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      ['TLSv1.2', 'ECDHE-RSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
      ['TLSv1.2', 'ECDHE-RSA-CHACHA20-POLY1305', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
      ['TLSv1.2', 'AES128-SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
      ['TLSv1.2', 'AES256-SHA256', 'TLS_RSA_WITH_AES_256_CBC_SHA256'],
      ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'],
      ['TLSv1.2', 'AES128-CCM8', 'TLS_RSA_WITH_AES_128_CCM_8'],
      ['TLSv1.2', 'NULL-SHA256', 'TLS_RSA_WITH_NULL_SHA256'],
      ['TLSv1.1', 'AES128-SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
      ['TLSv1', 'AES256-SHA', 'TLS_RSA_WITH_AES_256_CBC_SHA'],
      ['TLSv1', 'ECDHE-RSA-AES128-SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'],
    ] as const
  ).map(([version, cipher, name]): [string, TlsOptions, string] => [
    `${version} ${cipher}`,
    { minVersion: version, maxVersion: version, ciphers: `${cipher}:@SECLEVEL=0` },
    name,
  ]),
];

for (const [name, options, suite] of versions) {
  test(`${name} with mutual authentication is read in clear`, async () => {
    const connection = await through(
      { ...options, ...rsa.server, requestCert: true, rejectUnauthorized: false },
      register({
        ...rsa.client,
        ciphers: 'ALL:eNULL:@SECLEVEL=0',
        minVersion: 'TLSv1',
        ...('ciphers' in options ? { ciphers: options.ciphers } : {}),
      }),
    );

    expect(connection.negotiated?.suite).toBe(suite);
    expect(connection.application.map(({ from, kind }) => [from, kind])).toEqual([
      ['device', 'SIP REGISTER'],
      ['lab', 'SIP 401'],
    ]);
    expect(connection.application[0]?.text).toContain('username="100"');
    expect(connection.application[0]?.text).not.toContain('0123456789abcdef');
    expect(connection.unreadable).toEqual({ fromDevice: 0, fromLab: 0 });
    expect(connection.serverChain.map(({ subject }) => subject)).toEqual(['CN=server, O=Bench']);
    expect(connection.clientChain?.map(({ subject, key, names }) => [subject, key, names])).toEqual([
      ['CN=client, O=Bench', 'RSA 2048', ['DNS:client.lab.test', 'IP:127.0.0.1']],
    ]);
    expect(connection.certificateRequested).toBe(true);
    expect(connection.clientProof).toBe('valid');
    expect(types(connection, 'device')).toContain('finished');
    expect(connection.hello?.serverName).toBe('sip.lab.test');
  });
}

test('an ECDSA client certificate and a HelloRetryRequest', async () => {
  const server = {
    ...ec.server,
    minVersion: 'TLSv1.3',
    ecdhCurve: 'P-384',
    requestCert: true,
    rejectUnauthorized: false,
  } as const;
  const connection = await through(server, register({ ...ec.client, ecdhCurve: 'X25519:P-384' }));

  expect(types(connection, 'device').filter((type) => type === 'client_hello')).toHaveLength(2);
  expect(connection.clientProof).toBe('valid');
  expect(connection.clientChain?.[0]?.key).toBe('EC P-256');
  expect(connection.messages.find(({ type }) => type === 'server_hello')?.detail).toContain('hello retry request');
});

test('without secrets, TLS 1.3 is counted as unreadable and TLS 1.2 shows that data was sent', async () => {
  const later = await through({ ...rsa.server, minVersion: 'TLSv1.3' }, register({}), false);
  expect(later.application).toEqual([]);
  expect(later.serverChain).toEqual([]);
  expect(later.unreadable.fromDevice).toBeGreaterThanOrEqual(2);
  expect(types(later, 'device')).toContain('encrypted_record');

  const earlier = await through({ ...rsa.server, maxVersion: 'TLSv1.2' }, register({}), false);
  expect(earlier.serverChain).toHaveLength(1);
  expect(earlier.application[0]).toMatchObject({ from: 'device', kind: 'unknown' });
  expect(earlier.application[0]).not.toHaveProperty('text');
  expect(earlier.unreadable).toEqual({ fromDevice: 1, fromLab: 1 });
  expect(types(earlier, 'device')).toContain('encrypted_handshake');
});

test('with the handshake secrets alone, only what comes after Finished is unreadable', async () => {
  const tap = await openTap();
  const peer = await tlsServer({ ...rsa.server, minVersion: 'TLSv1.3' }, answer);
  await tap.route('sip', peer.address);
  await register({})(tap.fronts.sip.port);
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();

  const keyLog = peer.keyLog().replace(/^\w+_TRAFFIC_SECRET_0 .*$/gm, '');
  const connection = transcribe(recorded, keyLog, recorded.openedAt);
  expect(types(connection, 'device')).toContain('finished');
  // REGISTER and close_notify.
  expect(connection.unreadable.fromDevice).toBe(
    types(connection, 'device').filter((type) => type === 'encrypted_record').length,
  );
  expect(connection.application).toEqual([]);
});

for (const [version, encrypted, name] of [
  ['TLSv1.2', false, 'handshake_failure'],
  ['TLSv1.3', true, 'certificate_required'],
] as const) {
  test(`${version}: a refused client without a certificate`, async () => {
    const server = {
      ...rsa.server,
      minVersion: version,
      maxVersion: version,
      requestCert: true,
      rejectUnauthorized: true,
    };
    const connection = await through(server, register({}));

    expect(connection.alerts.find(({ from }) => from === 'lab')).toMatchObject({ level: 'fatal', name, encrypted });
    expect(connection.clientChain).toEqual([]);
    expect(connection.clientProof).toBeNull();
  });
}

test('a CertificateVerify that was altered on the way is invalid', async () => {
  const tap = await openTap();
  const peer = await tlsServer(
    { ...rsa.server, maxVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: false },
    answer,
  );
  await tap.route('sip', peer.address);
  await register(rsa.client)(tap.fronts.sip.port);
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();

  // Handshake header of CertificateVerify (15) over 260 octets: scheme, length and an RSA-2048 signature.
  const flight = recorded.chunks.find(
    ({ from, bytes }) => from === 'device' && bytes.includes(Buffer.from('0f000104', 'hex')),
  );
  const at = flight?.bytes.indexOf(Buffer.from('0f000104', 'hex')) ?? -1;
  expect(at).toBeGreaterThan(0);
  flight?.bytes.writeUInt8((flight.bytes[at + 100] ?? 0) ^ 1, at + 100);
  expect(transcribe(recorded, peer.keyLog(), 0).clientProof).toBe('invalid');
});

test('SIP in clear on a TLS front is application data, even in pieces', async () => {
  const recorded = {
    id: 1,
    front: 'sip' as const,
    openedAt: 0,
    device: { host: '127.0.0.1', port: 1 },
    chunks: ['REG', 'ISTER sip:lab.test SIP/2.0\r\n', 'Content-Length: 0\r\n\r\n'].map((text, at) => ({
      at,
      from: 'device' as const,
      bytes: Buffer.from(text),
    })),
    closed: { by: 'open' as const, how: 'none' as const, at: null },
  };
  const connection = transcribe(recorded, '', 0);
  expect(connection.application.map(({ kind }) => kind)).toEqual(['SIP REGISTER']);
  expect(connection.messages[0]).toMatchObject({
    type: 'clear_text',
    encrypted: false,
    detail: 'REGISTER sip:lab.test SIP/2.0',
  });
  expect(connection.hello).toBeNull();
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: a stream that was cut, glued or altered anywhere is still evidence`, async () => {
    const tap = await openTap();
    const options = { minVersion: version, maxVersion: version, requestCert: true, rejectUnauthorized: false };
    const peer = await tlsServer({ ...ec.server, ...options }, answer);
    await tap.route('sip', peer.address);
    await register(ec.client)(tap.fronts.sip.port);
    const recorded = await closedConnection(tap);
    peer.stop();
    await tap.stop();

    const { chunks } = recorded;
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(255), fc.nat(), (pick, at, octet, cut) => {
        const odd = chunks.map((chunk) => ({ ...chunk, bytes: Buffer.from(chunk.bytes) }));
        const chosen = odd[pick % odd.length];
        if (chosen) {
          chosen.bytes.writeUInt8(octet, at % chosen.bytes.length);
          chosen.bytes = chosen.bytes.subarray(0, 1 + (cut % chosen.bytes.length));
        }
        const connection = transcribe({ ...recorded, chunks: odd }, peer.keyLog(), recorded.openedAt);
        return connection.messages.length > 0;
      }),
      { numRuns: 150 },
    );
    const whole = transcribe(recorded, peer.keyLog(), 0);
    const octetByOctet = chunks.flatMap((chunk) =>
      [...chunk.bytes].map((octet) => ({ ...chunk, bytes: Buffer.from([octet]) })),
    );
    const split = transcribe({ ...recorded, chunks: octetByOctet }, peer.keyLog(), 0);
    expect(split).toEqual(whole);
  });
}
