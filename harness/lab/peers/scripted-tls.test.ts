import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Presentation } from '../presentation.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, run, type Bench } from './testing.ts';

const host = 'sip.lab.test';
const honest: Presentation = { tls: 'honest-tls12' };
const unoffered: Presentation = { tls: 'unoffered-suite' };

let bench: Bench;
let peer: Peer;

test.beforeAll(async () => {
  bench = await makeBench();
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  peer = await startScriptedTls({ pki: bench.pki });
});
test.afterEach(() => peer.stop());

/** Each stack as a client that trusts the lab and checks the name; only what the server saw is judged. */
const clients: { name: string; tool?: string; visit: () => Promise<unknown> }[] = [
  { name: 'node:tls', visit: () => visitByNode() },
  {
    name: 'openssl s_client',
    tool: 'openssl',
    visit: () =>
      run('openssl', [
        ...['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host],
        ...['-CAfile', bench.anchor, '-verify_return_error', '-verify_hostname', host],
      ]),
  },
  {
    name: 'curl',
    tool: 'curl',
    visit: () =>
      run('curl', [
        ...['-sS', '--max-time', '10', '--cacert', bench.anchor],
        ...['--resolve', `${host}:${peer.address.port}:127.0.0.1`, `https://${host}:${peer.address.port}/`],
      ]),
  },
  {
    name: 'gnutls-cli',
    tool: 'gnutls-cli',
    visit: () =>
      run('gnutls-cli', [
        ...[`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`],
        ...['-p', String(peer.address.port), '127.0.0.1'],
      ]),
  },
];

for (const { name, tool, visit } of clients) {
  test(`the honest flight draws a ClientKeyExchange from ${name}`, async () => {
    test.skip(
      tool !== undefined && lacks(tool, tool === 'openssl' ? 'version' : undefined),
      `${tool} is not installed`,
    );
    const said = listen(peer);
    peer.present(honest);
    const [line] = await Promise.all([said.next(/; /), visit()]);
    expect(line).toMatch(/^honest-tls12: client_key_exchange, change_cipher_spec, encrypted handshake/);
  });

  test(`a suite that was not offered draws an alert from ${name}`, async () => {
    test.skip(
      tool !== undefined && lacks(tool, tool === 'openssl' ? 'version' : undefined),
      `${tool} is not installed`,
    );
    const said = listen(peer);
    peer.present(unoffered);
    const [line] = await Promise.all([said.next(/; /), visit()]);
    expect(line).toMatch(/^unoffered-suite: alert (illegal_parameter|handshake_failure); (closed|reset) by the device/);
  });
}

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

test('groups, schemes and suites follow the hello', async () => {
  const said = listen(peer);
  peer.present(honest);
  await visitByNode({ ecdhCurve: 'prime256v1', sigalgs: 'RSA+SHA384', ciphers: 'ECDHE-RSA-AES256-SHA384' });
  const line = await said.next(/ sent$/);
  expect(line).toContain('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 secp256r1 rsa_pkcs1_sha384');
  expect(await said.next(/; /)).toContain('client_key_exchange');
});

test('a client that can not be given the flight is told apart from one that refuses it', async () => {
  const said = listen(peer);
  peer.present(unoffered);
  await visitByNode({ minVersion: 'TLSv1.3' });
  expect(await said.next(/not deliverable/)).toBe(
    'unoffered-suite: no flight sent; not deliverable: the client does not offer TLS 1.2',
  );
  await visitByNode({ ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2' });
  expect(await said.next(/no ECDHE_RSA/)).toContain('not deliverable');
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

test('other deviations are refused by name', () => {
  expect(() => peer.present({ certificate: 'expired' })).toThrow(/can not present "expired"/);
  expect(() => peer.present({ tls: 'honest-tls12', version: 'TLS 1.3' })).toThrow(/can not present "TLS 1.3"/);
});

/** Resolves when the connection is over, whatever the client thinks of the server. */
function visitByNode(options: object = {}): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ ...peer.address, servername: host, ca: [bench.pki.anchors.lab], ...options });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
