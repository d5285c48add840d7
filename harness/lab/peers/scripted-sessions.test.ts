/** Sessions of TLS 1.2: what OpenSSL and GnuTLS make of a server that goes on with one, as it must and otherwise. */
import { join } from 'node:path';
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
let keyLog: string[];

test.beforeAll(async () => void (bench = await makeBench()));
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  const credentials = { username: '', password: '' };
  const service = fileService({ files: [{ path: '/device.cfg', body: 'sip.server = lab\n' }], credentials });
  peer = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service });
  keyLog = [];
  peer.onKeyLog((line) => keyLog.push(line));
});
test.afterEach(() => peer.stop());

/** One visit by OpenSSL, which keeps its session in the file or goes on with the one there; what the server and it said. */
async function visit(tls: TlsFaultName, ...options: string[]): Promise<{ line: string; output: string }> {
  const said = listen(peer);
  peer.present({ tls });
  const to = ['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host, '-ign_eof'];
  const trust = ['-CAfile', bench.anchor, '-verify_return_error'];
  const [line, { output }] = await Promise.all([
    said.next(/ connected,|not offered: |; (closed|reset) by /),
    run('openssl', [...to, ...trust, ...options], get),
  ]);
  return { line, output };
}

for (const [how, ...options] of [
  ['session id', '-tls1_2', '-no_ticket'],
  ['ticket', '-tls1_2'],
  ['ticket, with TLS 1.3 on offer'],
]) {
  test.describe(`OpenSSL, by ${how}`, () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    const file = (): string => join(bench.folder, 'session.pem');
    const first = (tls: TlsFaultName) => visit(tls, '-sess_out', file(), ...options);
    const then = (tls: TlsFaultName) => visit(tls, '-sess_in', file(), ...options);

    for (const tls of ['gives-sessions', 'gives-sessions-without-ems'] as const) {
      test(`${tls}: the session goes on, and is answered`, async () => {
        expect((await first(tls)).output).toMatch(/New, TLSv1\.2[\s\S]*sip\.server = lab/);
        expect((await then(tls)).output).toMatch(/Reused, TLSv1\.2[\s\S]*sip\.server = lab/);
        const masters = keyLog.map((line) => line.split(' ')[2]);
        expect(masters).toHaveLength(2);
        expect(new Set(masters).size).toBe(1);
      });
    }

    for (const [given, resumed] of [
      ['gives-sessions', 'resumption-without-ems'],
      ['gives-sessions-without-ems', 'resumption-with-new-ems'],
    ] as const) {
      test(`${resumed}: ended with an alert`, async () => {
        await first(given);
        expect((await then(resumed)).line).toMatch(
          new RegExp(`^${resumed}: alert (handshake_failure|illegal_parameter); `),
        );
      });

      test(`${resumed}: not for who asks for no session, or for one made the other way`, async () => {
        expect((await first(resumed)).line).toMatch(/not offered: the client asks for no session of before$/);
        await first(given === 'gives-sessions' ? 'gives-sessions-without-ems' : 'gives-sessions');
        expect((await then(resumed)).line).toMatch(
          /not offered: the session was made with(out)? extended_master_secret$/,
        );
      });
    }

    for (const [given, asked] of [
      ['gives-sessions', 'gives-sessions-without-ems'],
      ['gives-sessions-without-ems', 'gives-sessions'],
    ] as const) {
      test(`${given}, then ${asked}: the session does not go on, and a new one is answered`, async () => {
        await first(given);
        expect((await then(asked)).output).toMatch(/New, TLSv1\.2[\s\S]*sip\.server = lab/);
      });
    }
  });
}

test.describe('GnuTLS', () => {
  test.skip(lacks('gnutls-cli'), 'gnutls-cli is not installed');
  const twice = (priority: string) =>
    run(
      'gnutls-cli',
      [
        ...['--resume', `--x509cafile=${bench.anchor}`, `--sni-hostname=${host}`, `--verify-hostname=${host}`],
        ...[`--priority=${priority}`, '-p', String(peer.address.port), '127.0.0.1'],
      ],
      get,
    );

  for (const priority of ['NORMAL:-VERS-TLS1.3', 'NORMAL:-VERS-TLS1.3:%NO_TICKETS']) {
    test(`${priority}: the session goes on, and is answered`, async () => {
      peer.present({ tls: 'gives-sessions' });
      const { output } = await twice(priority);
      expect(output).toMatch(/This is a resumed session[\s\S]*sip\.server = lab/);
    });

    test(`${priority}: goes on without extended_master_secret, which OpenSSL does not`, async () => {
      const said = listen(peer);
      peer.present({ tls: 'gives-sessions' });
      peer.onLine((line) => {
        if (line.includes(' connected,')) peer.present({ tls: 'resumption-without-ems' });
      });
      await twice(priority);
      const seen = said.lines.map((line) => /of a session|connected|alert|200/.exec(line)?.[0]).filter(Boolean);
      expect(seen).toEqual(['connected', 'of a session', 'connected', '200']);
    });
  }
});
