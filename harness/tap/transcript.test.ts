import { connect, type ConnectionOptions, type TLSSocket, type TlsOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Connection } from '../evidence.ts';
import { openTap } from './switchboard.ts';
import { closedConnection, hasProgram, identities, run, tlsServer } from './test-peers.ts';
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
test.afterAll(() => {
  rsa.remove();
  ec.remove();
});

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
