import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Presentation } from '../presentation.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, run, type Bench } from './testing.ts';

const host = 'prov.lab.test';
const body = 'sip.server = sip.lab.test\n';
const honest: Presentation = { tls: 'honest-tls12' };
const unoffered: Presentation = { tls: 'unoffered-suite' };

let bench: Bench;
let peer: Peer;
/** File of the authorities that the clients trust. */
let trusted: string;

test.beforeAll(async () => {
  bench = await makeBench();
  trusted = join(bench.folder, 'trusted.pem');
  writeFileSync(trusted, bench.pki.anchors.lab + (bench.pki.certificate('ecdsa-chain', host).anchorPem ?? ''));
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  const service = fileService({
    files: [{ path: '/device.cfg', body }],
    credentials: { username: 'phone', password: 'open sesame' },
  });
  peer = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
});
test.afterEach(() => peer.stop());

const get = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

interface Client {
  name: string;
  tool: string;
  /** A visit that trusts the lab and checks the name; resolves with all that was printed. */
  visit: (...options: string[]) => Promise<{ output: string }>;
}

const openssl: Client = {
  name: 'openssl s_client',
  tool: 'openssl',
  visit: (...options) =>
    run(
      'openssl',
      [
        ...['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host, '-ign_eof'],
        ...['-CAfile', trusted, '-verify_return_error', '-verify_hostname', host, ...options],
      ],
      get,
    ),
};
const curl: Client = {
  name: 'curl',
  tool: 'curl',
  visit: (...options) =>
    run('curl', [
      ...['-sSv', '--max-time', '10', '--cacert', trusted, ...options],
      ...['--resolve', `${host}:${peer.address.port}:127.0.0.1`, `https://${host}:${peer.address.port}/device.cfg`],
    ]),
};
const gnutls: Client = {
  name: 'gnutls-cli',
  tool: 'gnutls-cli',
  visit: (...options) =>
    run(
      'gnutls-cli',
      [
        ...[`--x509cafile=${trusted}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`, ...options],
        ...['-p', String(peer.address.port), '127.0.0.1'],
      ],
      get,
    ),
};
const clients = [openssl, curl, gnutls];
const skipWithout = (tool: string): void =>
  test.skip(lacks(tool, tool === 'openssl' ? 'version' : undefined), `${tool} is not installed`);

for (const { name, tool, visit } of clients) {
  for (const certificate of ['good', 'ecdsa-chain'] as const) {
    test(`${name} completes the handshake with the certificate ${certificate} and fetches the file`, async () => {
      skipWithout(tool);
      const said = listen(peer);
      peer.present({ ...honest, certificate });
      const [{ output }, line] = await Promise.all([visit(), said.next(/GET/)]);
      expect(output).toContain(body);
      const { leafSha256 } = bench.pki.certificate(certificate, host);
      const kind = certificate === 'good' ? 'ECDHE_RSA' : 'ECDHE_ECDSA';
      expect(line).toMatch(new RegExp(`^TLSv1.2 TLS_${kind}_\\S+ leaf=${leafSha256} GET /device.cfg → 200`));
    });
  }

  for (const [presentation, alert] of [
    [unoffered, /alert (illegal_parameter|handshake_failure)/],
    [{ tls: 'wrong-key' }, /alert (decrypt_error|illegal_parameter|bad_certificate|handshake_failure|internal_error)/],
    [{ certificate: 'self-signed' }, /alert (unknown_ca|bad_certificate)/],
    [{ certificate: 'expired' }, /alert (certificate_expired|bad_certificate)/],
  ] as const) {
    test(`${JSON.stringify(presentation)} draws an alert from ${name}, and no request`, async () => {
      skipWithout(tool);
      const said = listen(peer);
      peer.present(presentation);
      const [line] = await Promise.all([said.next(/; /), visit()]);
      expect(line).toMatch(alert);
      expect(line).toMatch(/; (closed|reset) by the device$/);
      expect(said.lines.join('\n')).not.toMatch(/connected|GET/);
    });
  }
}

test('what is served to a client that does not validate: the wrong certificate is taken, the wrong key is not', async () => {
  skipWithout('curl');
  peer.present({ certificate: 'expired' });
  expect((await curl.visit('-k')).output).toContain(body);
  peer.present({ tls: 'wrong-key' });
  expect((await curl.visit('-k')).output).toContain('alert, decrypt error');
});

for (const [cipher, standard] of [
  ['ECDHE-RSA-AES256-GCM-SHA384', 'AES_256_GCM_SHA384'],
  ['ECDHE-RSA-CHACHA20-POLY1305', 'CHACHA20_POLY1305_SHA256'],
  ['ECDHE-RSA-AES128-SHA', 'AES_128_CBC_SHA'],
  ['ECDHE-RSA-AES256-SHA384', 'AES_256_CBC_SHA384'],
  ['ECDHE-RSA-CAMELLIA128-SHA256', 'CAMELLIA_128_CBC_SHA256'],
  ['ECDHE-ARIA128-GCM-SHA256', 'ARIA_128_GCM_SHA256'],
] as const) {
  test(`the suite ${standard} carries request and answer`, async () => {
    skipWithout('openssl');
    const said = listen(peer);
    const { output } = await openssl.visit('-tls1_2', '-cipher', `${cipher}:@SECLEVEL=0`);
    expect(output).toContain(body);
    expect(await said.next(/GET/)).toContain(`TLS_ECDHE_RSA_WITH_${standard} `);
  });
}

test('a large file goes out in records of the allowed size', async () => {
  const large = 'x'.repeat(99).concat('\n').repeat(5000);
  const service = fileService({ files: [{ path: '/l', body: large }], credentials: { username: '', password: '' } });
  const other = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
  const socket = connect({ ...other.address, servername: host, ca: [bench.pki.anchors.lab] });
  socket.write('GET /l HTTP/1.0\r\n\r\n');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await once(socket, 'end');
  expect(Buffer.concat(parts).toString().split('\r\n\r\n')[1] === large).toBe(true);
  await other.stop();
});

test('groups, schemes and extended master secret follow the hello', async () => {
  skipWithout('openssl');
  const said = listen(peer);
  const { output } = await openssl.visit('-tls1_2', '-curves', 'P-256', '-sigalgs', 'RSA+SHA384');
  expect(await said.next(/ sent$/)).toMatch(/secp256r1 rsa_pkcs1_sha384 leaf=/);
  expect(output).toMatch(/Extended master secret: yes/);
  expect(output).toMatch(/Secure Renegotiation IS supported/);
  skipWithout('gnutls-cli');
  const without = await gnutls.visit('--priority=NORMAL:-VERS-ALL:+VERS-TLS1.2:%NO_SESSION_HASH');
  expect(without.output).toContain(body);
});

test('the leaf on the wire is the one announced, and both flights differ in the suite alone', async () => {
  const said = listen(peer);
  const expected = bench.pki.certificate('good', host).leafSha256;
  expect(peer.present(honest)).toEqual({ leafSha256: expected });
  await visitByNode();
  const good = await said.next(/^honest-tls12: TLS 1\.2 .* sent$/);
  peer.present(unoffered);
  await visitByNode();
  const bad = await said.next(/^unoffered-suite: TLS 1\.2 .* sent$/);
  expect(good).toBe(
    `honest-tls12: TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 x25519 rsa_pss_rsae_sha256 leaf=${expected} sent`,
  );
  expect(bad).toMatch(/^unoffered-suite: TLS 1\.2 TLS_ECDHE_RSA_WITH_\S+ x25519 rsa_pss_rsae_sha256 leaf=/);
  expect(bad).not.toContain('AES_128_GCM_SHA256');
});

test('a client that can not be given the flight is told apart from one that refuses it', async () => {
  const said = listen(peer);
  peer.present(unoffered);
  await visitByNode({ minVersion: 'TLSv1.3' });
  expect(await said.next(/not offered/)).toBe(
    'unoffered-suite: no flight sent; not offered: the client does not offer TLS 1.2',
  );
  await visitByNode({ ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' });
  // The device offers what the row is about: it is the lab that has no such certificate.
  expect(await said.next(/no ECDHE_RSA/)).toContain('not deliverable');
  peer.present({ certificate: 'ecdsa-chain' });
  await visitByNode({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' });
  expect(await said.next(/no ECDHE_ECDSA/)).toContain('not deliverable');
});

test('what is no ClientHello ends the connection', async () => {
  const said = listen(peer);
  for (const bytes of ['REGISTER sip:lab.test SIP/2.0\r\n\r\n', '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03']) {
    const socket = connectTcp(peer.address.port, peer.address.host);
    socket.resume().write(bytes, 'latin1');
    await once(socket, 'close');
  }
  expect(said.lines).toEqual([
    'honest-tls12: no flight sent; not deliverable: the connection begins with bytes that are no TLS',
    'honest-tls12: no flight sent; not deliverable: 2 octets announced, 1 left',
  ]);
});

for (const [alert, told] of [
  [40, 'alert handshake failure'],
  [70, 'alert protocol version'],
] as const) {
  test(`the ClientHello answered with alert ${alert}, and nothing before it`, async () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    const said = listen(peer);
    peer.present({ rejectsHello: alert });
    const { output } = await openssl.visit('-msg');
    expect(output).toContain(told);
    expect(output.match(/^<<< (?!.*RecordHeader).*$/gm)).toEqual([expect.stringContaining('Alert')]);
    expect(await said.next(/no flight sent/)).toContain('as the lab chose');
  });
}

test('other deviations are refused by name', () => {
  expect(() => peer.present({ rejectsHello: 0 })).toThrow(/can not present "alert 0"/);
  expect(() => peer.present({ ...honest, tickets: true })).toThrow(/can not present "tickets"/);
  expect(() => peer.present({ ...honest, version: 'TLS 1.3' })).toThrow(/can not present "TLS 1.3"/);
  expect(() => peer.present({ ...honest, rejectsClient: 256 })).toThrow(/can not present "alert 256"/);
  expect(() => peer.present({ ...honest, certificateRequest: 'any-authority' })).toThrow(/nothing asks/);
  expect(() => peer.present({ ...honest, http: 'redirect-to-http' })).toThrow(/does not know where to redirect/);
});

/** Resolves when the connection is over, whatever the client thinks of the server. */
function visitByNode(options: ConnectionOptions = {}): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ ...peer.address, servername: host, ca: [bench.pki.anchors.lab], ...options });
    socket.on('error', () => undefined);
    socket.on('secureConnect', () => socket.end());
    socket.on('close', () => resolve());
  });
}
