/** The facts of ClientHellos of OpenSSL, curl, GnuTLS and NSS against tshark. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { lacks } from '../lab/peers/testing.ts';
import { extensionName } from '../wire/tls/registries/extensions.ts';
import { groupName } from '../wire/tls/registries/groups.ts';
import { signatureSchemeName } from '../wire/tls/registries/signature-schemes.ts';
import { suiteName } from '../wire/tls/registries/suites.ts';
import { versionName } from '../wire/tls/registries/versions.ts';
import { writeCapture } from './pcapng.ts';
import { openTap } from './switchboard.ts';
import type { RecordedConnection } from './tap.ts';
import { closedConnection, hasProgram, identities, run, tlsServer } from './test-peers.ts';
import { transcribe } from './transcript.ts';

test.skip(() => lacks('tshark'), 'tshark is not installed');

const ids = identities('ec');

/** What a client sends to a server that it does not trust. */
async function recorded(client: (port: number) => Promise<unknown>): Promise<RecordedConnection> {
  const tap = await openTap();
  const peer = await tlsServer(ids.server, '');
  await tap.route('provisioning', peer.address);
  await client(tap.fronts.provisioning.port);
  const connection = await closedConnection(tap);
  peer.stop();
  await tap.stop();
  return connection;
}

/** The fields of the ClientHello as tshark reads them; lists parted by commas. */
function dissected(connection: RecordedConnection, fields: readonly string[]): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'hello-'));
  const file = join(folder, 'hello.pcapng');
  const fronts = { host: '127.0.0.1', port: 443 };
  writeFileSync(file, writeCapture([connection], [], '', { sip: { ...fronts, port: 5061 }, provisioning: fronts }));
  const asked = fields.flatMap((field) => ['-e', field]);
  const only = ['-Y', 'tls.handshake.type == 1', '-T', 'fields', '-E', 'separator=|'];
  const line = execFileSync('tshark', ['-r', file, ...only, ...asked], { encoding: 'utf8' }).split('\n')[0] ?? '';
  rmSync(folder, { recursive: true });
  return Object.fromEntries(line.split('|').map((value, index) => [fields[index] ?? '', value]));
}

const lists = {
  'tls.handshake.ciphersuite': suiteName,
  'tls.handshake.extension.type': extensionName,
  'tls.handshake.extensions_supported_group': groupName,
  'tls.handshake.extensions_key_share_group': groupName,
  'tls.handshake.sig_hash_alg': signatureSchemeName,
  'tls.handshake.extensions.supported_version': versionName,
} as const;

const single = [
  'tls.handshake.random',
  'tls.handshake.session_id_length',
  'tls.handshake.extensions_server_name',
  'tls.handshake.extensions_alpn_str',
  'tls.handshake.version',
  'tls.record.version',
  'tls.handshake.length',
  'tls.handshake.ja3',
] as const;

const clients: Record<string, { program: string; version?: string; args: (port: number) => string[] }> = {
  OpenSSL: {
    program: 'openssl',
    version: 'version',
    args: (port) => [
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-servername',
      'sip.lab.test',
      '-verify_return_error',
    ],
  },
  'OpenSSL, TLS 1.2 with ALPN': {
    program: 'openssl',
    version: 'version',
    args: (port) => ['s_client', '-connect', `127.0.0.1:${port}`, '-tls1_2', '-alpn', 'sip/2', '-verify_return_error'],
  },
  'OpenSSL, chosen lists': {
    program: 'openssl',
    version: 'version',
    args: (port) => [
      ...['s_client', '-connect', `127.0.0.1:${port}`, '-verify_return_error', '-groups', 'X25519:P-384:P-256'],
      ...['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', '-sigalgs', 'RSA+SHA256:ECDSA+SHA1:ed25519'],
    ],
  },
  curl: { program: 'curl', args: (port) => ['-s', `https://127.0.0.1:${port}/`] },
  GnuTLS: { program: 'gnutls-cli', args: (port) => ['127.0.0.1', '-p', String(port), '--sni-hostname', 'a.lab.test'] },
};

for (const [name, { program, version, args }] of Object.entries(clients)) {
  test(`${name}: every list of its ClientHello, and JA3`, async () => {
    test.skip(!process.env.CI && !hasProgram(program), `${program} ${version ?? ''} is not installed`);
    const connection = await recorded((port) => run(program, args(port)));
    const { hello } = transcribe(connection, '', connection.openedAt);
    const fields = dissected(connection, [...Object.keys(lists), ...single]);
    const listed = (field: keyof typeof lists): string[] =>
      (fields[field] ?? '')
        .split(',')
        .filter(Boolean)
        .map((number) => lists[field](Number(number)));

    const versions = listed('tls.handshake.extensions.supported_version');
    expect(hello).toMatchObject({
      format: 'tls',
      suites: listed('tls.handshake.ciphersuite'),
      extensions: listed('tls.handshake.extension.type'),
      groups: listed('tls.handshake.extensions_supported_group'),
      keyShares: listed('tls.handshake.extensions_key_share_group'),
      signatureSchemes: listed('tls.handshake.sig_hash_alg'),
      versions: versions.length > 0 ? versions : [versionName(Number(fields['tls.handshake.version']))],
      legacyVersion: versionName(Number(fields['tls.handshake.version'])),
      recordVersion: versionName(Number(fields['tls.record.version'])),
      random: fields['tls.handshake.random'],
      sessionIdOctets: Number(fields['tls.handshake.session_id_length']),
      serverName: fields['tls.handshake.extensions_server_name'] || null,
      alpn: (fields['tls.handshake.extensions_alpn_str'] ?? '').split(',').filter(Boolean),
      bytes: Number(fields['tls.handshake.length']) + 4,
      ja3: fields['tls.handshake.ja3'],
      unreadable: [],
    });
    expect(hello?.suites.length).toBeGreaterThan(3);
  });
}
