/** What node:tls can be made to ask for and to staple, in TLS 1.2 and 1.3, and the certificates that it thinks weak. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Pki } from '../../pki/pki.ts';
import type { Presentation } from '../presentation.ts';
import { fileService, startFileServer } from './file-server.ts';
import type { Peer } from './peer.ts';
import { lacks, listen, makeBench, run, type Bench, stapledBy } from './testing.ts';

const host = 'prov.lab.test';
const body = 'sip.server = sip.lab.test\n';

let bench: Bench;
let peer: Peer;
let own: string[];

test.beforeAll(async () => {
  bench = await makeBench();
  const [chain, key] = [join(bench.folder, 'device.pem'), join(bench.folder, 'device.key')];
  const identity = bench.pki.deviceIdentity('02:00:00:00:00:01');
  writeFileSync(chain, identity.chainPem);
  writeFileSync(key, identity.keyPem);
  own = ['-cert', chain, '-cert_chain', chain, '-key', key];
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
  return startFileServer({ pki, front: 'provisioning', service });
}

async function visit(...options: readonly string[]): Promise<string> {
  const to = ['s_client', '-connect', `127.0.0.1:${peer.address.port}`, '-servername', host, '-ign_eof'];
  return (await run('openssl', [...to, ...options], 'GET /device.cfg HTTP/1.0\r\n\r\n')).output;
}

for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
  test(`${version}: the request names what the presentation says`, async () => {
    const asked = async (presentation: Presentation) => {
      peer.present({ version, clientCertificate: 'optional', ...presentation });
      const output = await visit();
      expect(output).toContain(body);
      const find = (pattern: RegExp) => pattern.exec(output)?.[1];
      return {
        names: find(/^Acceptable client certificate CA names\n(.+)\n/m) ?? find(/^(No client certificate CA names)/m),
        rsa: find(/^Requested Signature Algorithms: (.+)$/m)?.includes('RSA'),
      };
    };
    const device = { names: 'O = Ringproof, CN = Ringproof Device Root', rsa: true };
    expect(await asked({})).toEqual(device);
    const unknown = 'O = Ringproof, CN = Ringproof Unknown Root';
    expect(await asked({ certificateRequest: 'other-authority' })).toEqual({ ...device, names: unknown });
    const none = 'No client certificate CA names';
    expect(await asked({ certificateRequest: 'any-authority' })).toEqual({ ...device, names: none });
    const ecdsa = await asked({ certificateRequest: 'ecdsa-only', certificate: 'ecdsa-chain' });
    expect(ecdsa).toEqual({ ...device, rsa: false });
  });

  test(`${version}: whom any authority may have signed is checked all the same`, async () => {
    const said = listen(peer);
    peer.present({ version, clientCertificate: 'required', certificateRequest: 'any-authority' });
    expect(await visit(...own)).toContain(body);
    expect(await said.next(/ connected/)).toContain('client certificate verified (O=Ringproof, CN=02:00:00:00:00:01)');
    expect(await visit()).not.toContain(body);
    expect(await said.next(/ refused/)).toContain('client certificate none');
  });

  test(`${version}: a response is stapled as it is, and only where there is one`, async () => {
    const staple = Buffer.from('302a0a0100a025', 'hex');
    const certificate: Pki['certificate'] = (fault, name) => ({ ...bench.pki.certificate(fault, name), staple });
    const stapled = await startPeer({ ...bench.pki, certificate });
    stapled.present({ version });
    expect(await stapledBy(stapled, bench, host)).toEqual(staple);
    expect((await stapledBy(peer, bench, host)) ?? Buffer.alloc(0)).toHaveLength(0);
    await stapled.stop();
  });

  for (const certificate of ['rsa-1024', 'leaf-signed-md5', 'intermediate-signed-sha1'] as const) {
    test(`${version}: the weak certificate ${certificate} is served`, async () => {
      const { leafSha256 } = peer.present({ version, certificate });
      const said = listen(peer);
      expect(await visit('-cipher', 'DEFAULT:@SECLEVEL=0')).toContain(body);
      expect(await said.next(/GET/)).toContain(`leaf=${leafSha256} `);
    });
  }
}

test('a request that node can not make of an RSA server is refused by name', () => {
  expect(() => peer.present({ clientCertificate: 'optional', certificateRequest: 'ecdsa-only' })).toThrow(
    /can not present "ecdsa-only"[^]*EC key/,
  );
});

for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
  test(`${version}: a ticket is given where it is asked for, and taken back under another name and certificate`, async () => {
    const file = join(bench.folder, `${version}.session`);
    const resumes = async (): Promise<boolean> =>
      (await visit('-sess_in', file, '-servername', 'a.prov.lab.test')).includes('\nReused,');
    peer.present({ version, tickets: true });
    await visit('-sess_out', file);
    expect(await resumes()).toBe(true);
    peer.present({ version, tickets: true, certificate: 'wrong-name', target: 'subdomain' });
    expect(await resumes()).toBe(true);
    peer.present({ version });
    expect(await resumes()).toBe(false);
  });
}
