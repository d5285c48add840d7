import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Presentation } from '../presentation.ts';
import { fileService, startFileServer } from './file-server.ts';
import type { Peer } from './peer.ts';
import { lacks, listen, makeBench, run, type Bench } from './testing.ts';

const host = 'prov.lab.test';
const body = 'sip.server = sip.lab.test\nsip.user = 1001\n\n# media\nsrtp = mandatory\nname = "Empfang, größer"\n';
const credentials = { username: 'phone', password: 'open sesame' };

let bench: Bench;
let server: Peer;

test.beforeAll(async () => {
  bench = await makeBench();
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  test.skip(lacks('curl'), 'curl is not installed');
  server = await startFileServer({
    pki: bench.pki,
    front: 'provisioning',
    service: fileService({
      files: [{ path: '/device.cfg', body }],
      credentials,
      clearHttp: { host, port: 8080 },
    }),
  });
});
test.afterEach(() => server.stop());

test('serves its files to a client that checks the certificate', async () => {
  const said = listen(server);
  expect(await curl('/device.cfg?mac=1')).toEqual({ status: 0, output: `${body}200` });
  expect((await curl('/other.cfg')).output).toBe('404');
  expect((await curl('/device.cfg', '-X', 'PUT', '-d', 'x=1')).output).toBe('405');
  expect((await curl('/device.cfg', '-I')).output).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  const bytes = Buffer.byteLength(body);
  const remark = (line: string): string => line.replace(/^TLSv1\.3 \S+ leaf=[0-9a-f]{64} /, '');
  expect(said.lines.map(remark).filter((line) => !line.startsWith('connected'))).toEqual([
    `GET /device.cfg?mac=1 → 200 with ${bytes} of ${bytes} bytes`,
    'GET /other.cfg → 404',
    'PUT /device.cfg → 405',
    `HEAD /device.cfg → 200 with 0 of ${bytes} bytes`,
  ]);
});

test('curl refuses the faults as openssl understands them', async () => {
  for (const [fault, reason] of [
    ['expired', 'certificate has expired'],
    ['wrong-name', 'no alternative certificate subject name matches'],
    ['self-signed', 'self-signed certificate'],
    ['missing-intermediate', 'unable to get local issuer certificate'],
  ] as const) {
    server.present({ certificate: fault });
    expect((await curl('/device.cfg')).output).toContain(reason);
  }
});

test('redirects to plain HTTP at the address it was given', async () => {
  server.present({ http: 'redirect-to-http' });
  const { output } = await curl('/device.cfg?a=b', '-i');
  expect(output).toMatch(/^HTTP\/1\.1 302 Found/);
  expect(output).toMatch(/\nLocation: http:\/\/prov\.lab\.test:8080\/device\.cfg\?a=b\r\n/);
});

test('truncates at a line end and closes in good order: only Content-Length tells', async () => {
  const said = listen(server);
  server.present({ http: 'truncated-body' });
  const { status, output } = await curl('/device.cfg', '-i');
  const partial = 18;
  expect(status).toBe(partial);
  const shown = output.slice(output.indexOf('\r\n\r\n') + 4, output.indexOf('200curl'));
  expect(body.startsWith(shown)).toBe(true);
  expect(shown).toMatch(/\n$/);
  expect(shown.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'sip.server = sip.lab.test',
    'sip.user = 1001',
  ]);
  expect(output).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  // An end without close_notify would be "unexpected eof" instead.
  expect(output).toMatch(/transfer closed with \d+ bytes remaining to read/);
  expect(await said.next(/GET/)).toContain(`with ${shown.length} of ${Buffer.byteLength(body)} bytes`);
});

for (const [manner, option, granted] of [
  ['basic', '--basic', 'with Basic'],
  ['digest', '--digest', 'with Digest SHA-256'],
] as const) {
  test(`asks for ${manner} credentials and never writes them down`, async () => {
    const said = listen(server);
    server.present({ http: manner });
    const none = await curl('/device.cfg', '-i');
    expect(none.output).toMatch(/^HTTP\/1\.1 401 /);
    const right = await curl('/device.cfg', option, '-u', `${credentials.username}:${credentials.password}`);
    expect(right).toEqual({ status: 0, output: `${body}200` });
    const wrong = await curl('/device.cfg', option, '-u', 'phone:wrong');
    expect(wrong.output).toBe('401');
    expect(await said.next(/→ 200 /)).toContain(granted);
    expect(said.lines.join('\n')).not.toMatch(/sesame|wrong|response=/);
  });
}

test('offers SHA-256 before MD5', async () => {
  server.present({ http: 'digest' });
  const { output } = await curl('/device.cfg', '-i');
  expect([...output.matchAll(/WWW-Authenticate: Digest .*algorithm=([^,\r]+)/g)].map((match) => match[1])).toEqual([
    'SHA-256',
    'MD5',
  ]);
});

test('redirects to the same server under another name, and serves there', async () => {
  const { port } = server.address;
  const otherHost = { host: 'other.lab.test', port };
  const service = fileService({ files: [{ path: '/device.cfg', body }], credentials, otherHost });
  const peer = await startFileServer({ pki: bench.pki, front: 'provisioning', service });
  otherHost.port = peer.address.port;
  peer.present({ http: 'redirect-to-other-host' });
  expect((await curlAt(peer, '/device.cfg', '-i')).output).toContain(
    `Location: https://other.lab.test:${peer.address.port}/device.cfg`,
  );
  const onward = ['-L', '--resolve', `other.lab.test:${peer.address.port}:127.0.0.1`];
  const refused = await curlAt(peer, '/device.cfg', ...onward);
  expect(refused.output).toMatch(/no alternative certificate subject name matches target host name 'other\.lab\.test'/);
  expect((await curlAt(peer, '/device.cfg', ...onward, '-k')).output).toBe(`${body}200`);
  await peer.stop();
});

test('one connection keeps its manner while the next gets another', async () => {
  const visits = (['basic', undefined, 'digest'] as Presentation['http'][]).map(async (http) => {
    const peer = await startFileServer({
      pki: bench.pki,
      front: 'provisioning',
      service: fileService({ files: [{ path: 'a.cfg', body }], credentials }),
    });
    peer.present({ http });
    const { output } = await curlAt(peer, '/a.cfg');
    await peer.stop();
    return output.slice(-3);
  });
  expect(await Promise.all(visits)).toEqual(['401', '200', '401']);
});

test('gnutls-cli verifies the chain and reads the end of the connection as clean', async () => {
  test.skip(lacks('gnutls-cli'), 'gnutls-cli is not installed');
  server.present({ http: 'truncated-body' });
  const trust = [`--x509cafile=${bench.anchor}`, `--verify-hostname=${host}`, `--sni-hostname=${host}`];
  const asked = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const { status, output } = await run('gnutls-cli', [...trust, '-p', String(server.address.port), '127.0.0.1'], asked);
  expect(output).toContain('The certificate is trusted.');
  expect(output).toContain('Peer has closed the GnuTLS connection');
  expect(status).toBe(0);
});

test('what is no HTTP ends the connection with the reason', async () => {
  const said = listen(server);
  const socket = connect({ ...server.address, rejectUnauthorized: false });
  socket.end('REGISTER sip:lab.test SIP/2.0\r\n\r\n');
  socket.resume();
  expect(await said.next(/closed/)).toContain('closed: no HTTP request (HPE_INVALID_');
});

test('a redirect without a target, and a presentation of another peer, are refused by name', async () => {
  const bare = await startFileServer({
    pki: bench.pki,
    front: 'provisioning',
    service: fileService({ files: [], credentials }),
  });
  expect(() => bare.present({ http: 'redirect-to-http' })).toThrow(/does not know where to redirect[^]*clearHttp/);
  expect(() => bare.present({ http: 'redirect-to-other-host' })).toThrow(/does not know another host/);
  expect(() => bare.present({ tls: 'unoffered-suite' })).toThrow(/can not present "unoffered-suite"/);
  await bare.stop();
});

/** Exit status and body, behind it the HTTP status and what curl complains of. */
function curl(path: string, ...options: string[]): Promise<{ status: number | null; output: string }> {
  return curlAt(server, path, ...options);
}

function curlAt(peer: Peer, path: string, ...options: string[]): Promise<{ status: number | null; output: string }> {
  const { port } = peer.address;
  const fixed = ['-sS', '--max-time', '10', '--cacert', bench.anchor, '-w', '%{http_code}'];
  return run('curl', [
    ...fixed,
    ...options,
    '--resolve',
    `${host}:${port}:127.0.0.1`,
    `https://${host}:${port}${path}`,
  ]);
}
