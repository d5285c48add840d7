/** The scripted server of TLS 1.3 towards independent clients: complete handshakes, client certificates, key updates. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Pki } from '../../pki/pki.ts';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import { alertNumbers } from '../../wire/tls/registries/alerts.ts';
import type { Presentation } from '../presentation.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, run, type Bench, stapledBy } from './testing.ts';

const host = 'prov.lab.test';
const body = 'sip.server = sip.lab.test\n';
const get = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
const tls = 'honest-tls13';

let bench: Bench;
let peer: Peer;
/** File of the authorities that the clients trust. */
let trusted: string;
/** Options of s_client that show a certificate: the device's own, and one of another authority. */
let shown: Record<'none' | 'own' | 'foreign', string[]>;

test.beforeAll(async () => {
  bench = await makeBench();
  trusted = join(bench.folder, 'trusted.pem');
  writeFileSync(trusted, bench.pki.anchors.lab + (bench.pki.certificate('ecdsa-chain', host).anchorPem ?? ''));
  const files = (name: string, { chainPem, keyPem }: { chainPem: string; keyPem: string }): string[] => {
    const [chain, key] = [join(bench.folder, `${name}.pem`), join(bench.folder, `${name}.key`)];
    writeFileSync(chain, chainPem);
    writeFileSync(key, keyPem);
    return ['-cert', chain, '-cert_chain', chain, '-key', key];
  };
  const own = files('device', bench.pki.deviceIdentity('02:00:00:00:00:01'));
  shown = { none: [], own, foreign: files('foreign', bench.pki.certificate('client-auth-only', host)) };
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  for (const tool of ['openssl', 'curl', 'gnutls-cli']) {
    test.skip(lacks(tool, tool === 'openssl' ? 'version' : undefined), `${tool} is not installed`);
  }
  peer = await startPeer(bench.pki);
  peer.present({ tls });
});
test.afterEach(() => peer.stop());

function startPeer(pki: Pki): Promise<Peer> {
  const credentials = { username: '', password: '' };
  const service = fileService({ files: [{ path: '/device.cfg', body }], credentials });
  return startScriptedTls({ pki, front: 'provisioning', service });
}

function opensslArguments(...options: string[]): string[] {
  const to = ['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host];
  return [...to, '-CAfile', trusted, '-verify_return_error', '-verify_hostname', host, ...options];
}

/** `port` of a tap in front of the server. */
const gnutls = (port: number, ...options: string[]) => {
  const trust = [`--x509cafile=${trusted}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`];
  return run('gnutls-cli', [...trust, ...options, '-p', String(port), '127.0.0.1'], get);
};

const clients = {
  openssl: (...options: string[]) => run('openssl', opensslArguments('-ign_eof', ...options), get),
  curl: (...options: string[]) => {
    const { port } = peer.address;
    const to = ['--resolve', `${host}:${port}:127.0.0.1`, `https://${host}:${port}/device.cfg`];
    return run('curl', ['-sSv', '--max-time', '10', '--cacert', trusted, '--tlsv1.3', ...options, ...to]);
  },
  'gnutls-cli': (...options: string[]) => gnutls(peer.address.port, ...options),
};
type Tool = keyof typeof clients;
const tools = Object.keys(clients) as Tool[];

for (const tool of tools) {
  for (const certificate of ['good', 'ecdsa-chain'] as const) {
    test(`${tool} completes the handshake with the certificate ${certificate} and fetches the file`, async () => {
      const said = listen(peer);
      peer.present({ tls, certificate });
      const [{ output }, line] = await Promise.all([clients[tool](), said.next(/GET/)]);
      expect(output).toContain(body);
      const { leafSha256 } = bench.pki.certificate(certificate, host);
      expect(line).toMatch(new RegExp(`^TLSv1.3 TLS_AES_\\S+ leaf=${leafSha256} GET /device.cfg → 200`));
    });
  }

  for (const [presentation, alert] of [
    [{ tls: 'other-key-in-tls13' }, /alert (decrypt_error|illegal_parameter)/],
    [{ tls, certificate: 'self-signed' }, /alert (unknown_ca|bad_certificate)/],
    [{ tls, certificate: 'expired' }, /alert (certificate_expired|bad_certificate)/],
  ] as const) {
    test(`${JSON.stringify(presentation)} draws an alert from ${tool}, and no request`, async () => {
      const said = listen(peer);
      peer.present(presentation);
      const [line] = await Promise.all([said.next(/; /), clients[tool]()]);
      expect(line).toMatch(alert);
      expect(said.lines.join('\n')).not.toMatch(/connected|GET/);
    });
  }
}

for (const suite of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']) {
  test(`${suite} carries request and answer`, async () => {
    const said = listen(peer);
    const { output } = await clients.openssl('-ciphersuites', suite);
    expect(output).toContain(body);
    expect(await said.next(/GET/)).toContain(`TLSv1.3 ${suite} `);
  });
}

for (const [group, name] of [
  ['X25519', 'x25519'],
  ['P-256', 'secp256r1'],
  ['P-384', 'secp384r1'],
] as const) {
  test(`${name} is used at once where it is shared`, async () => {
    const said = listen(peer);
    expect((await clients.openssl('-groups', group)).output).toContain(body);
    expect(await said.next(/ sent$/)).toMatch(new RegExp(`^honest-tls13: TLS 1.3 TLS_\\S+ ${name} rsa_pss`));
  });
}

for (const [retry, tool, options] of [
  ['honest-tls13', 'openssl', ['-groups', 'P-521:P-256']],
  [
    'honest-tls13',
    'gnutls-cli',
    ['--priority=NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP521R1:+GROUP-SECP384R1'],
  ],
  ['retry-by-cookie', 'openssl', []],
  ['retry-by-cookie', 'curl', []],
  ['retry-by-group', 'openssl', []],
  ['retry-by-group', 'curl', []],
  ['retry-by-group', 'gnutls-cli', []],
] as const) {
  test(`${retry} and ${tool}: the second ClientHello leads on`, async () => {
    const said = listen(peer);
    peer.present({ tls: retry });
    expect((await clients[tool](...options)).output).toContain(body);
    expect(said.lines[0]).toContain('TLS 1.3 HelloRetryRequest TLS_');
    expect(said.lines[1]).toMatch(/TLS 1\.3 TLS_\S+ (x25519|secp\d+r1) /);
  });
}

test('a client of TLS 1.2, and one without a usable group, are told apart from those that refuse', async () => {
  const said = listen(peer);
  await clients.openssl('-tls1_2');
  expect(await said.next(/not offered/)).toBe(
    'honest-tls13: no flight sent; not offered: the client does not offer TLS 1.3',
  );
  await clients.openssl('-groups', 'P-521');
  expect(await said.next(/no key share/)).toContain('not deliverable');
});

test.describe('client certificates', () => {
  for (const [clientCertificate, certificate, remark] of [
    ['optional', 'none', /client certificate none$/],
    ['optional', 'own', /client certificate verified \(O=Ringproof, CN=02:00:00:00:00:01\)$/],
    ['optional', 'foreign', /client certificate unverified \(/],
    ['required', 'own', /client certificate verified \(/],
  ] as const) {
    test(`${clientCertificate}, ${certificate} shown: served`, async () => {
      const said = listen(peer);
      peer.present({ tls, clientCertificate });
      expect((await clients.openssl(...shown[certificate])).output).toContain(body);
      expect(await said.next(/connected/)).toMatch(remark);
    });
  }

  for (const [certificate, alert] of [
    ['none', 'certificate_required'],
    ['foreign', 'unknown_ca'],
  ] as const) {
    test(`required, ${certificate} shown: ${alert}`, async () => {
      const said = listen(peer);
      peer.present({ tls, clientCertificate: 'required' });
      const { output } = await clients.openssl(...shown[certificate]);
      expect(output).toContain(`SSL alert number ${alertNumbers[alert]}`);
      expect(output).not.toContain(body);
      // The client's request is on its way by then (RFC 8446 §2), and is not answered.
      expect(await said.next(/; alert sent/)).toMatch(
        new RegExp(`finished(, application_data)?; alert sent: ${alert}: as the lab chose; closed by the device$`),
      );
    });
  }

  for (const code of [40, 42, 45, 48]) {
    test(`may be rejected by alert ${code} although all is as asked`, async () => {
      peer.present({ tls, clientCertificate: 'required', rejectsClient: code });
      const { output } = await clients.openssl(...shown.own);
      expect(output).toContain(`SSL alert number ${code}`);
      expect(output).not.toContain(body);
    });
  }

  test('the request names what the presentation says', async () => {
    const asked = async (certificateRequest: 'any-authority' | 'ecdsa-only' | 'device-authority') => {
      peer.present({ tls, clientCertificate: 'optional', certificateRequest });
      const { output } = await clients.openssl();
      const schemes = /^Requested Signature Algorithms: (.+)$/m.exec(output)?.[1];
      return [output.includes('CN = Ringproof Device Root'), schemes?.includes('RSA')];
    };
    expect(await asked('device-authority')).toEqual([true, true]);
    expect(await asked('ecdsa-only')).toEqual([true, false]);
    expect(await asked('any-authority')).toEqual([false, true]);
  });
});

for (const [command, requested] of [
  ['k', 'none is asked for'],
  ['K', 'one is asked for'],
] as const) {
  test(`a KeyUpdate of the client is followed where ${requested} in return`, async () => {
    const child = spawn('openssl', opensslArguments('-msg', '-sess_out', join(bench.folder, 'session')));
    let output = '';
    child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
    const answered = new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        output += bytes.toString();
        // s_client takes a command as the first letter of a line of its own, once the handshake is done.
        if (output.includes('Verify return code') && !output.includes('KEYUPDATE')) child.stdin.write(`${command}\n`);
        if (output.includes(body)) resolve();
      });
      child.stderr.on('data', () => {
        if (output.includes('KEYUPDATE') && !output.includes('GET ')) child.stdin.write(get);
      });
    });
    await answered;
    child.kill();
    expect(output).toMatch(/^>>> TLS 1\.3, Handshake .*KeyUpdate/m);
    expect(/^<<< TLS 1\.3, Handshake .*KeyUpdate/m.test(output)).toBe(command === 'K');
  });
}

test('an OCSP response is stapled as it is, and only for a client that asks', async () => {
  const staple = Buffer.from('302a0a0100a025', 'hex');
  const stapled = await startPeer({
    ...bench.pki,
    certificate: (fault, name) => ({ ...bench.pki.certificate(fault, name), staple }),
  });
  stapled.present({ tls });
  expect(await stapledBy(stapled, bench, host)).toEqual(staple);
  expect(await stapledBy(stapled, bench, host, false)).toBe(null);
  await stapled.stop();
});

test('the wire tells it all: request, proof, data and alerts, and nothing stays unreadable', async () => {
  const keyLog: string[] = [];
  peer.onKeyLog((line) => keyLog.push(line));
  const through = async (presentation: Presentation, visit: (port: number) => Promise<unknown>) => {
    peer.present(presentation);
    const tap = await openTap();
    await tap.route('provisioning', peer.address);
    await visit(tap.fronts.provisioning.port);
    const recorded = await closedConnection(tap);
    await tap.stop();
    return transcribe(recorded, keyLog.join('\n'), recorded.openedAt);
  };
  const served = await through({ tls: 'retry-by-group', clientCertificate: 'required' }, (port) =>
    clients.openssl('-connect', `127.0.0.1:${port}`, ...shown.own),
  );
  expect(served.negotiated?.version).toBe('TLS 1.3');
  expect(served.serverChain[0]?.sha256).toBe(bench.pki.certificate('good', host).leafSha256);
  expect(served.application.map(({ kind }) => kind)).toEqual(['HTTP GET', 'HTTP 200']);
  expect(served).toMatchObject({ certificateRequested: true, clientProof: 'valid' });
  expect(served.unreadable).toEqual({ fromDevice: 0, fromLab: 0 });
  // OpenSSL tells of it in clear, GnuTLS under the handshake keys.
  const refused = await through({ tls: 'damaged-finished-tls13' }, (port) => gnutls(port));
  expect(refused.alerts).toMatchObject([{ from: 'device', level: 'fatal', name: 'decrypt_error', encrypted: true }]);
  expect(refused.unreadable).toEqual({ fromDevice: 0, fromLab: 0 });
});
