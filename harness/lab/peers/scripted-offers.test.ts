/**
 * What a row of the scripted server is about is derived from the hello: clients that offer the weak thing go on with it, and who
 * does not offer what a row needs is not given it.
 */
import { expect, test } from '@playwright/test';
import type { TlsFaultName } from '../../wire/tls/tls-faults.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, run, type Bench } from './testing.ts';

const host = 'prov.lab.test';
const get = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

let bench: Bench;
let peer: Peer;

test.beforeAll(async () => void (bench = await makeBench()));
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  const credentials = { username: '', password: '' };
  const service = fileService({ files: [{ path: '/device.cfg', body: 'x\n' }], credentials });
  peer = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
});
test.afterEach(() => peer.stop());

/** Each trusts the lab. OpenSSL has no lower limit of versions out of the box, so it is told the one of Node and most others. */
const visits = {
  openssl: (...options: string[]) => {
    const to = ['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host, '-ign_eof'];
    const trust = ['-CAfile', bench.anchor, '-verify_return_error'];
    return run('openssl', [...to, ...trust, '-min_protocol', 'TLSv1.2', ...options], get);
  },
  curl: (...options: string[]) => {
    const url = [
      '--resolve',
      `${host}:${peer.address.port}:127.0.0.1`,
      `https://${host}:${peer.address.port}/device.cfg`,
    ];
    return run('curl', ['-sS', '--max-time', '10', '--cacert', bench.anchor, '--tlsv1.2', ...options, ...url]);
  },
  'gnutls-cli': (...options: string[]) => {
    const trust = [`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`];
    return run('gnutls-cli', [...trust, ...options, '-p', String(peer.address.port), '127.0.0.1'], get);
  },
};
type Tool = keyof typeof visits;

/** `goes on`, `closes`, `not offered`, or the name of the client's alert: as the server saw it. */
async function outcomeOf(tls: TlsFaultName, tool: Tool, ...options: string[]): Promise<string> {
  const said = listen(peer);
  peer.present({ tls });
  const [line] = await Promise.all([
    said.next(/ connected,|not (offered|deliverable): |; (closed|reset) by /),
    visits[tool](...options),
  ]);
  if (/ connected,|client_key_exchange/.test(line)) return 'goes on';
  if (line.includes('not offered')) return 'not offered';
  const alert = /alert (\w+)/.exec(line)?.[1];
  return alert ?? (/; (closed|reset) by the device$/.test(line) ? 'closes' : line);
}

const needs = (tool: Tool): void =>
  test.skip(lacks(tool, tool === 'openssl' ? 'version' : undefined), `${tool} is not installed`);

/** Clients that offer what the row selects: a suite of theirs is no fault of the protocol, and they go on with it. */
const careless: readonly (readonly [tls: TlsFaultName, tool: Tool, ...options: string[]])[] = [
  ['selects-tls10', 'openssl', '-min_protocol', 'TLSv1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
  ['selects-tls11', 'openssl', '-min_protocol', 'TLSv1.1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
  ['null-sha256', 'openssl', '-cipher', 'ECDHE+AESGCM:NULL-SHA256:@SECLEVEL=0'],
  ['dh-anon', 'openssl', '-cipher', 'ECDHE+AESGCM:ADH-AES128-SHA:@SECLEVEL=0'],
  ['ecdh-anon', 'openssl', '-cipher', 'ECDHE+AESGCM:AECDH-AES128-SHA:@SECLEVEL=0'],
  ['dhe-1024', 'openssl', '-cipher', 'DEFAULT:@SECLEVEL=0'],
  ['sha1-signature', 'openssl', '-cipher', 'DEFAULT:@SECLEVEL=0', '-sigalgs', 'RSA-PSS+SHA256:RSA+SHA256:RSA+SHA1'],
  ['rsa-rc4', 'gnutls-cli', '--priority=NORMAL:+ARCFOUR-128'],
  ['ecdhe-rc4', 'gnutls-cli', '--priority=NORMAL:+ARCFOUR-128'],
  ['rsa-3des', 'gnutls-cli', '--priority=NORMAL:+3DES-CBC'],
];

for (const [tls, tool, ...options] of careless) {
  test(`${tls}: ${tool} ${options.join(' ')} goes on`, async () => {
    needs(tool);
    expect(await outcomeOf(tls, tool, ...options)).toBe('goes on');
  });
}

for (const [tls, tool, ...options] of [
  ['selects-ssl3', 'openssl', '-cipher', 'ECDHE+AESGCM'],
  ['selects-tls10', 'openssl', '-cipher', 'ECDHE+AESGCM'],
  ['dhe-1024', 'curl', '--tls-max', '1.2', '--ciphers', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['unsolicited-alpn', 'curl'],
  ['explicit-curve', 'openssl', '-curves', 'X25519'],
  ['zero-share', 'openssl', '-curves', 'P-256'],
  ['sha1-signature', 'openssl', '-tls1_2', '-cipher', 'AES128-SHA'],
  ['point-off-curve', 'openssl', '-tls1_2', '-cipher', 'AES128-SHA'],
] as const) {
  test(`${tls} is not for ${[tool, ...options].join(' ')}`, async () => {
    needs(tool);
    expect(await outcomeOf(tls, tool, ...options)).toBe('not offered');
  });
}
