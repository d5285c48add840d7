/** What OpenSSL, curl and GnuTLS make of each deviation of messages, records and alerts: independent readers of the flights. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { TlsFaultName } from '../../wire/tls/tls-faults.ts';
import type { alertFaults } from '../../wire/tls/faults/alerts.ts';
import type { messageFaults } from '../../wire/tls/faults/messages.ts';
import type { recordFaults } from '../../wire/tls/faults/records.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, type Bench } from './testing.ts';

const host = 'prov.lab.test';
const tools = ['openssl', 'curl', 'gnutls-cli'] as const;
type Tool = (typeof tools)[number];
type OwnFault = keyof typeof messageFaults | keyof typeof recordFaults | keyof typeof alertFaults;

let bench: Bench;
let peers: Record<Tool, Peer>;

test.beforeAll(async () => {
  bench = await makeBench();
  const service = fileService({
    files: [{ path: '/device.cfg', body: 'x' }],
    credentials: { username: '', password: '' },
  });
  const start = (): Promise<Peer> => startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
  peers = { openssl: await start(), curl: await start(), 'gnutls-cli': await start() };
});
test.afterAll(async () => {
  await Promise.all(Object.values(peers).map((peer) => peer.stop()));
  bench.remove();
});

function argumentsOf(tool: Tool, port: number): string[] {
  switch (tool) {
    case 'openssl':
      return ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-CAfile', bench.anchor];
    case 'curl':
      return [
        ...['-s', '--max-time', '10', '--cacert', bench.anchor, '--resolve', `${host}:${port}:127.0.0.1`],
        `https://${host}:${port}/device.cfg`,
      ];
    case 'gnutls-cli':
      return [
        ...[`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`],
        ...['-p', String(port), '127.0.0.1'],
      ];
  }
}

/** How long a client that is expected to wait is watched, in ms; any other has time until the test is over. */
const watched = 1000;

/** `goes on`, `alert decode_error`, `closes` (by FIN or by reset, which is a matter of what it had not read yet) or `waits`. */
async function outcome(tool: Tool, tls: TlsFaultName, expected: string): Promise<string> {
  const peer = peers[tool];
  peer.present({ tls });
  const said = listen(peer);
  const child = spawn(tool, argumentsOf(tool, peer.address.port), { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await said.next(/ sent$/);
  const verdict = said.next(/; |connected/);
  const line = expected === 'waits' ? await Promise.race([verdict, pause(watched, 'waits')]) : await verdict;
  child.kill();
  await ended;
  if (/connected|client_key_exchange/.test(line)) return 'goes on';
  const [, alert] = /(alert (?!close_notify)\w+)[,;]/.exec(line) ?? [];
  return alert ?? line.replace(/^.*; (closed|reset) by the device$/, 'closes');
}

/** Three times the same. */
const all = (what: string) => [what, what, what] as const;
const order = all('alert unexpected_message');

const rows: Record<OwnFault, readonly [openssl: string, curl: string, gnutls: string]> = {
  'empty-certificate-message': all('alert decode_error'),
  'zero-length-certificate': ['alert bad_certificate', 'alert bad_certificate', 'alert decode_error'],
  'noise-for-certificate': all('alert bad_certificate'),
  'no-certificate-message': order,
  'no-server-key-exchange': order,
  'no-server-hello-done': all('waits'),
  'server-hello-done-with-body': ['alert illegal_parameter', 'alert illegal_parameter', 'alert decode_error'],
  'second-server-hello': order,
  'finished-first': order,
  'server-hello-done-first': order,
  'unknown-message': order,
  'hello-request-first': ['goes on', 'goes on', 'alert unexpected_message'],
  'certificate-request-unknown-kinds': ['goes on', 'goes on', 'alert handshake_failure'],
  'certificate-request': all('goes on'),
  'certificate-request-too-early': order,
  'unsolicited-certificate-status': order,
  'early-session-ticket': order,
  'early-change-cipher-spec': order,
  'application-data-first': order,
  'unknown-record-type': order,
  'overlong-record': all('alert record_overflow'),
  'empty-handshake-record': ['goes on', 'goes on', 'alert unexpected_message'],
  'octet-by-record': all('goes on'),
  'flight-in-one-record': all('goes on'),
  'octet-by-segment': all('goes on'),
  'record-version-ssl3': ['alert handshake_failure', 'alert handshake_failure', 'alert protocol_version'],
  'record-version-0505': ['closes', 'closes', 'alert protocol_version'],
  'alert-within-server-hello': all('goes on'),
  'endless-server-hello': ['alert illegal_parameter', 'alert illegal_parameter', 'waits'],
  'chain-of-20-kib': ['goes on', 'goes on', 'alert bad_certificate'],
  'chain-of-110-kib': ['alert illegal_parameter', 'alert illegal_parameter', 'alert bad_certificate'],
  'fatal-unexpected-message': all('closes'),
  'fatal-bad-record-mac': all('closes'),
  'fatal-record-overflow': all('closes'),
  'fatal-handshake-failure': all('closes'),
  'fatal-bad-certificate': all('closes'),
  'fatal-illegal-parameter': all('closes'),
  'fatal-unknown-ca': all('closes'),
  'fatal-access-denied': all('closes'),
  'fatal-decode-error': all('closes'),
  'fatal-decrypt-error': all('closes'),
  'fatal-protocol-version': all('closes'),
  'fatal-insufficient-security': all('closes'),
  'fatal-internal-error': all('closes'),
  'fatal-inappropriate-fallback': all('closes'),
  'fatal-missing-extension': all('closes'),
  'fatal-unsupported-extension': all('closes'),
  'fatal-unrecognized-name': all('closes'),
  'fatal-no-application-protocol': all('closes'),
  'fatal-unknown-alert': all('closes'),
  // s_client waits for more; curl, with the same library, does not.
  'close-notify-first': ['waits', 'closes', 'alert internal_error'],
  'warning-first': all('goes on'),
  'hundred-warnings-first': ['alert unexpected_message', 'alert unexpected_message', 'alert internal_error'],
  'answers-in-clear': ['closes', 'closes', 'alert unexpected_message'],
  'speaks-first-in-clear': ['closes', 'closes', 'alert unexpected_message'],
  'ends-without-answer': ['alert decode_error', 'closes', 'alert unexpected_message'],
  'silent-server': all('waits'),
};

for (const [name, expected] of Object.entries(rows)) {
  test(`${name}: ${[...new Set(expected)].join(' or ')}`, async () => {
    for (const tool of tools) {
      test.skip(lacks(tool, tool === 'openssl' ? 'version' : undefined), `${tool} is not installed`);
    }
    const tls = name as OwnFault;
    expect(await Promise.all(tools.map((tool, at) => outcome(tool, tls, expected[at] ?? '')))).toEqual(expected);
  });
}
