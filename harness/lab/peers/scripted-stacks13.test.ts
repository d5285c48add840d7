/**
 * What OpenSSL and GnuTLS make of each deviation of TLS 1.3, read from the wire with the keys of the server: each stack is an
 * oracle for the bytes of the row, and the alert that it sends shows how far it has read.
 */
import { expect, test } from '@playwright/test';
import type { Connection } from '../../evidence.ts';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import type { hello13Faults } from '../../wire/tls/faults/hello13.ts';
import type { proofFaults } from '../../wire/tls/faults/proof.ts';
import type { retryFaults } from '../../wire/tls/faults/retry.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, makeBench, run, type Bench } from './testing.ts';

const host = 'prov.lab.test';
type OwnFault = keyof typeof hello13Faults | keyof typeof retryFaults | keyof typeof proofFaults;

let bench: Bench;
let peer: Peer;
let keyLog: string[];

test.beforeAll(async () => void (bench = await makeBench()));
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  for (const tool of ['openssl', 'gnutls-cli']) {
    test.skip(lacks(tool, tool === 'openssl' ? 'version' : undefined), `${tool} is not installed`);
  }
  keyLog = [];
  const credentials = { username: '', password: '' };
  const service = fileService({ files: [{ path: '/device.cfg', body: 'x\n' }], credentials });
  peer = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
  peer.onKeyLog((line) => keyLog.push(line));
});
test.afterEach(() => peer.stop());

const get = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
const visits = {
  openssl: (port: number) => {
    const to = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-ign_eof'];
    return run('openssl', [...to, '-CAfile', bench.anchor, '-verify_return_error'], get);
  },
  'gnutls-cli': (port: number) => {
    const trust = [`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`];
    return run('gnutls-cli', [...trust, '-p', String(port), '127.0.0.1'], get);
  },
};

async function outcome(tls: OwnFault, tool: keyof typeof visits): Promise<string> {
  peer.present({ tls });
  const tap = await openTap();
  await tap.route('provisioning', peer.address);
  await visits[tool](tap.fronts.provisioning.port);
  const recorded = await closedConnection(tap);
  await tap.stop();
  return told(transcribe(recorded, keyLog.join('\n'), recorded.openedAt));
}

/** `second hello, alert unexpected_message`, `answered`, `not offered`: how far it went, and how it ended. */
function told({ messages, alerts, application, closed }: Connection): string {
  const hellos = messages.filter(({ from, type }) => from === 'device' && type === 'client_hello').length;
  const alert = alerts.find(({ from, level }) => from === 'device' && level === 'fatal');
  const parts: string[] = [];
  if (!messages.some(({ from }) => from === 'lab')) parts.push('not offered');
  if (hellos > 1) parts.push(hellos === 2 ? 'second hello' : 'third hello');
  if (application.some(({ from, kind }) => from === 'lab' && kind === 'HTTP 200')) parts.push('answered');
  if (alert) parts.push(`alert ${alert.name}`);
  return parts.join(', ') || `closed by the ${closed.by}`;
}

/** By row of the catalogue, where it has one: OpenSSL, GnuTLS. */
const table: Record<OwnFault, readonly [openssl: string, gnutls: string]> = {
  'selects-unknown-version': ['alert illegal_parameter', 'alert protocol_version'],
  'selects-tls12-by-extension': ['alert illegal_parameter', 'alert illegal_parameter'],
  'tls12-with-sentinel': ['alert illegal_parameter', 'alert illegal_parameter'],
  'tls12-with-lower-sentinel': ['alert illegal_parameter', 'answered'],
  'low-legacy-version': ['answered', 'alert protocol_version'],
  'tls13-suite-in-tls12': ['alert illegal_parameter', 'alert handshake_failure'],
  'tls12-suite-in-tls13': ['alert illegal_parameter', 'answered'],
  'compression-in-tls13': ['alert illegal_parameter', 'alert illegal_parameter'],
  'no-key-share': ['alert missing_extension', 'alert illegal_parameter'],
  'renegotiation-info-in-tls13': ['alert illegal_parameter', 'alert unsupported_extension'],
  'foreign-key-share': ['alert illegal_parameter', 'alert illegal_parameter'],
  'changed-session-id': ['alert illegal_parameter', 'answered'],
  'zero-key-share': ['alert illegal_parameter', 'alert illegal_parameter'],
  'unsolicited-psk': ['alert unsupported_extension', 'alert unsupported_extension'],
  'retry-by-cookie': ['second hello, answered', 'alert illegal_parameter'],
  'retry-by-group': ['second hello, answered', 'second hello, answered'],
  'retry-to-unlisted-group': ['alert illegal_parameter', 'alert illegal_parameter'],
  'retry-to-shared-group': ['alert illegal_parameter', 'second hello, answered'],
  'retry-without-change': ['alert illegal_parameter', 'alert illegal_parameter'],
  'second-retry': ['second hello, alert unexpected_message', 'second hello, alert unexpected_message'],
  'retry-with-unoffered-suite': ['alert illegal_parameter', 'alert illegal_parameter'],
  'damaged-finished-tls12': ['alert decrypt_error', 'alert decrypt_error'],
  'damaged-finished-tls13': ['alert decrypt_error', 'alert decrypt_error'],
  'damaged-certificate-verify': ['alert decrypt_error', 'alert decrypt_error'],
  'other-key-in-tls13': ['alert decrypt_error', 'alert decrypt_error'],
  'no-certificate-verify': ['alert unexpected_message', 'alert unexpected_message'],
  'unoffered-scheme': ['alert illegal_parameter', 'alert illegal_parameter'],
  'pkcs1-in-certificate-verify': ['alert illegal_parameter', 'alert illegal_parameter'],
  'data-before-finished-tls12': ['alert unexpected_message', 'alert unexpected_message'],
  'data-before-finished-tls13': ['alert unexpected_message', 'alert unexpected_message'],
  'unsolicited-encrypted-extension': ['alert unsupported_extension', 'alert unsupported_extension'],
  'finished-before-certificate-verify': ['alert unexpected_message', 'alert unexpected_message'],
  'no-encrypted-extensions': ['alert unexpected_message', 'alert unexpected_message'],
  'no-certificate-in-tls13': ['alert unexpected_message', 'alert unexpected_message'],
  'certificate-left-out': ['alert unexpected_message', 'alert unexpected_message'],
  'empty-certificate-in-tls13': ['alert decode_error', 'alert decode_error'],
  'late-certificate-request': ['alert unexpected_message', 'closed by the device'],
};

for (const [name, [openssl, gnutls]] of Object.entries(table)) {
  test(`${name}: OpenSSL ${openssl}; GnuTLS ${gnutls}`, async () => {
    const tls = name as OwnFault;
    expect.soft(await outcome(tls, 'openssl'), 'OpenSSL').toBe(openssl);
    expect.soft(await outcome(tls, 'gnutls-cli'), 'GnuTLS').toBe(gnutls);
  });
}
