/** The scripted TLS server towards clients that authenticate themselves, and what a reader of the wire sees of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Pki } from '../../pki/pki.ts';
import { openTap } from '../../tap/switchboard.ts';
import { closedConnection } from '../../tap/test-peers.ts';
import { transcribe } from '../../tap/transcript.ts';
import { alertName, alertNumbers } from '../../wire/tls/registries/alerts.ts';
import type { Presentation } from '../presentation.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { lacks, listen, makeBench, run, type Bench, stapledBy } from './testing.ts';

const host = 'prov.lab.test';
const body = 'sip.server = sip.lab.test\n';
const mac = '02:00:00:00:00:01';

let bench: Bench;
let peer: Peer;
/** Files of certificates and keys: the device's own, and one of another authority. */
let own: string[];
let foreign: string[];

test.beforeAll(async () => {
  bench = await makeBench();
  const files = (name: string, { chainPem, keyPem }: { chainPem: string; keyPem: string }): string[] => {
    const [chain, key] = [join(bench.folder, `${name}.pem`), join(bench.folder, `${name}.key`)];
    writeFileSync(chain, chainPem);
    writeFileSync(key, keyPem);
    return ['-cert', chain, '-cert_chain', chain, '-key', key];
  };
  own = files('device', bench.pki.deviceIdentity(mac));
  foreign = files('foreign', bench.pki.certificate('client-auth-only', host));
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  test.skip(lacks('openssl', 'version'), 'openssl is not installed');
  peer = await startPeer(bench.pki);
});
test.afterEach(() => peer.stop());

function startPeer(pki: Pki): Promise<Peer> {
  const credentials = { username: '', password: '' };
  const service = fileService({ files: [{ path: '/device.cfg', body }], credentials });
  return startScriptedTls({ pki, front: 'provisioning', service });
}

async function visit(options: readonly string[], port = peer.address.port): Promise<string> {
  const to = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-ign_eof', '-tls1_2'];
  const trust = ['-CAfile', bench.anchor, '-verify_return_error'];
  return (await run('openssl', [...to, ...trust, ...options], 'GET /device.cfg HTTP/1.0\r\n\r\n')).output;
}

for (const [clientCertificate, shown, remark] of [
  ['optional', 'none', /client certificate none$/],
  ['optional', 'own', /client certificate verified \(O=Ringproof, CN=02:00:00:00:00:01\)$/],
  ['optional', 'foreign', /client certificate unverified \(/],
  ['required', 'own', /client certificate verified \(/],
] as const) {
  test(`${clientCertificate} client certificate, ${shown} shown: served`, async () => {
    const said = listen(peer);
    peer.present({ clientCertificate });
    expect(await visit({ none: [], own, foreign }[shown])).toContain(body);
    expect(await said.next(/connected/)).toMatch(remark);
  });
}

for (const [shown, alert] of [
  ['none', 'handshake_failure'],
  ['foreign', 'unknown_ca'],
] as const) {
  test(`required client certificate, ${shown} shown: ${alert}`, async () => {
    const said = listen(peer);
    peer.present({ clientCertificate: 'required' });
    const output = await visit({ none: [], foreign }[shown]);
    expect(output).toContain(`SSL alert number ${alertNumbers[alert]}`);
    expect(output).not.toContain(body);
    expect(await said.next(/; alert sent/)).toContain(`finished; alert sent: ${alert}`);
  });
}

for (const code of [40, 42, 43, 44, 45, 46, 48]) {
  test(`a client may be rejected by ${alertName(code)} although it does all that is asked`, async () => {
    peer.present({ clientCertificate: 'required', rejectsClient: code });
    const output = await visit(own);
    expect(output).toContain(`SSL alert number ${code}`);
    expect(output).not.toContain(body);
  });
}

test('the request names what the presentation says', async () => {
  const asked = async (certificateRequest: Presentation['certificateRequest']) => {
    peer.present({ clientCertificate: 'optional', certificateRequest });
    const output = await visit([]);
    expect(output).toContain(body);
    const find = (pattern: RegExp) => pattern.exec(output)?.[1];
    return {
      names:
        find(/^Acceptable client certificate CA names\n(.+)\n/m) ?? find(/^(No client certificate CA names) sent/m),
      types: find(/^Client Certificate Types: (.+)$/m),
      schemes: find(/^Requested Signature Algorithms: (.+)$/m)?.includes('RSA'),
    };
  };
  const types = 'RSA sign, ECDSA sign';
  const device = { names: 'O = Ringproof, CN = Ringproof Device Root', types, schemes: true };
  expect(await asked(undefined)).toEqual(device);
  expect(await asked('device-authority')).toEqual(device);
  expect(await asked('other-authority')).toEqual({ ...device, names: 'O = Ringproof, CN = Ringproof Unknown Root' });
  expect(await asked('any-authority')).toEqual({ ...device, names: 'No client certificate CA names' });
  expect(await asked('ecdsa-only')).toEqual({ ...device, types: 'ECDSA sign', schemes: false });
});

test('any authority may be shown, and the device’s own still counts as verified', async () => {
  const said = listen(peer);
  peer.present({ clientCertificate: 'required', certificateRequest: 'any-authority' });
  expect(await visit(own)).toContain(body);
  expect(await said.next(/connected/)).toContain('client certificate verified');
});

test('an OCSP response is stapled as it is, and only for a client that asks', async () => {
  const staple = Buffer.from('302a0a0100a025', 'hex');
  const stapled = await startPeer({
    ...bench.pki,
    certificate: (fault, name) => ({ ...bench.pki.certificate(fault, name), staple }),
  });
  expect(await stapledBy(stapled, bench, host)).toEqual(staple);
  expect(await stapledBy(stapled, bench, host, false)).toBe(null);
  await stapled.stop();
});

for (const certificate of ['empty-certificate-list', 'random-octets-for-leaf'] as const) {
  test(`${certificate} is sent as it is and refused, even by a client that validates nothing`, async () => {
    const said = listen(peer);
    const served = peer.present({ certificate });
    expect(served.leafSha256).toBe(bench.pki.certificate(certificate, host).leafSha256);
    const { output } = await run('curl', ['-skv', `https://127.0.0.1:${peer.address.port}/device.cfg`]);
    expect(output).not.toContain(body);
    const alert = certificate === 'empty-certificate-list' ? 'decode_error' : 'bad_certificate';
    expect(await said.next(/; /)).toContain(`alert ${alert}; `);
  });
}

test('the wire tells it all: request, proof, data and close, and nothing stays unreadable', async () => {
  const keyLog: string[] = [];
  peer.onKeyLog((line) => keyLog.push(line));
  peer.present({ clientCertificate: 'required' });
  const tap = await openTap();
  await tap.route('provisioning', peer.address);
  await visit(own, tap.fronts.provisioning.port);
  const recorded = await closedConnection(tap);
  await tap.stop();
  const connection = transcribe(recorded, keyLog.join('\n'), recorded.openedAt);
  expect(connection.negotiated).toEqual({ version: 'TLS 1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' });
  expect(connection.serverChain[0]?.sha256).toBe(bench.pki.certificate('good', host).leafSha256);
  expect(connection.application.map(({ kind }) => kind)).toEqual(['HTTP GET', 'HTTP 200']);
  expect(connection).toMatchObject({ certificateRequested: true, clientProof: 'valid' });
  expect(connection.unreadable).toEqual({ fromDevice: 0, fromLab: 0 });
  expect(connection.alerts.filter(({ level }) => level === 'fatal')).toEqual([]);
});
