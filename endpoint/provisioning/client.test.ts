import { createHash } from 'node:crypto';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { AttemptResult } from '../contracts.ts';
import { createTlsConnector } from '../tls/connector.ts';
import {
  serve,
  surroundingsFor,
  type TestDevice,
  type TestServer,
  type TestSurroundings,
} from '../tls/test-surroundings.ts';
import { makeCertificate } from '../trust/test-certificates.ts';
import { createProvisioningClient } from './client.ts';

const host = 'prov.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const good = makeCertificate({ cn: 'server', issuer: root, dns: [host] });
const selfSigned = makeCertificate({ cn: 'self', dns: [host] });
const json = JSON.stringify({ account: { displayName: 'Lobby' } });
const ok = (body: string, length = body.length): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${body}`;
const login = { authUserName: 'phone', authPassword: 'secret' };

/** A server that answers each request with what `answer` makes of it, and closes. */
const web = (answer: (request: string) => string, certificate = good): Promise<TestServer> =>
  serve({ cert: certificate.pem, key: certificate.keyPem }, (text, stream) => {
    if (text.endsWith('\r\n\r\n')) stream.end(answer(text));
  });

interface Provisioned {
  result: AttemptResult;
  surroundings: TestSurroundings;
  name: string;
}

async function provision(url: string, device: TestDevice = {}): Promise<Provisioned> {
  const settings = { provisioning: { url, ...device.settings?.provisioning } };
  const surroundings = surroundingsFor({ anchors: [root.pem], ...device, settings });
  const client = createProvisioningClient(surroundings, createTlsConnector(surroundings));
  const result = await client.provision();
  expect(client.last()).toMatchObject({ outcome: result.outcome, url });
  return { result, surroundings, name: surroundings.settings().account.displayName };
}

const urlOf = ({ port }: TestServer, path = '/device.cfg'): string => `https://${host}:${port}${path}`;

test('a file is fetched and applied', async () => {
  await using server = await web(() => ok(json));
  const { result, name } = await provision(urlOf(server, '/cfg/?a=b'));
  expect(result).toEqual({ outcome: 'accepted' });
  expect(name).toBe('Lobby');
  const { text } = await server.next();
  expect(text).toMatch(/^GET \/cfg\/000413aabbcc\.cfg\?a=b HTTP\/1\.1\r\nHost: prov\.example\.com:\d+\r\n/);
  expect(text).toContain('User-Agent: Test-Device/1.0 000413aabbcc\r\n');
});

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const rows: [string, string, string, RegExp | undefined][] = [
  ['lines', ok('# comment\naccount.displayName = "Lobby"\r\nprov.download.cert = 0\n'), 'Lobby', undefined],
  [
    'chunks',
    `${chunked}5\r\n${json.slice(0, 5)}\r\n${(json.length - 5).toString(16)};x=y\r\n${json.slice(5)}\r\n0\r\n\r\n`,
    'Lobby',
    undefined,
  ],
  ['an interim answer before', `HTTP/1.1 100 Continue\r\n\r\n${ok(json)}`, 'Lobby', undefined],
  ['a body cut short', ok('account.displayName = Lobby\n', 99), '', /ended after 28 of 99 bytes \(RFC 9112 §8\)/],
  ['chunks cut short', `${chunked}${json.length.toString(16)}\r\n${json}\r\n`, '', /before its last chunk/],
  ['a body without a length', `HTTP/1.1 200 OK\r\n\r\n${json}`, '', /without a length/],
  ['a body too large', ok(json, 2_000_000), '', /2000000 bytes/],
  ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n${json}`, '', /Content-Length/],
  ['what is no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', '', /not answer in HTTP/],
  ['not found', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', '', /answered 404/],
  [
    'an unknown name',
    ok('account.displayName = Lobby\nacount.user = x\n'),
    '',
    /line 2: .*acount.user; did you mean account.user/,
  ],
  ['an unknown name in JSON', ok('{"account":{"displayName":"Lobby","usr":"x"}}'), '', /account\.usr/],
  ['a bad value beside a good one', ok('account.displayName = Lobby\nsip.port = high\n'), '', /sip\.port/],
  ['broken JSON', ok('{"account":'), '', /not applied/],
  ['an empty file', ok(''), '', /sets nothing/],
];
for (const [title, answer, expected, reason] of rows) {
  test(`${title}: ${expected === '' ? 'nothing is applied' : 'applied'}`, async () => {
    await using server = await web(() => answer);
    const { result, name } = await provision(urlOf(server));
    expect(name).toBe(expected);
    expect(result.outcome).toBe(expected === '' ? 'failed' : 'accepted');
    expect(result.reason ?? '').toMatch(reason ?? /^$/);
  });
}

test('table lines and the documents name for validation', async () => {
  await using server = await web(() =>
    ok('prov.download.cert = 0\nnetwork.hosts.a.example.com = 192.0.2.1\nsip.port = 5070\n'),
  );
  const { surroundings } = await provision(urlOf(server));
  expect(surroundings.settings()).toMatchObject({
    provisioning: { validateServerCertificate: false },
    network: { hosts: { 'a.example.com': '192.0.2.1' } },
    sip: { port: 5070 },
  });
});

test('flaw applies-truncated-file', async () => {
  for (const body of ['account.displayName = Lobby\naccount.us', '{"account":{"displayName":"Lobby",\n"us']) {
    await using server = await web(() => ok(body, 999));
    const { result, name } = await provision(urlOf(server), { flaws: ['applies-truncated-file'] });
    expect([result.outcome, name]).toEqual(['accepted', 'Lobby']);
  }
});

test('a refused server gets no request, and the refusal is recorded', async () => {
  await using server = await web(() => ok(json), selfSigned);
  const { result, surroundings, name } = await provision(urlOf(server));
  expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('self-signed') });
  expect(surroundings.refusals).toMatchObject([{ service: 'provisioning', kind: 'chain' }]);
  expect(name).toBe('');
  expect((await server.next()).text).toBe('');
});

test('without validation it gets one', async () => {
  await using server = await web(() => ok(json), selfSigned);
  const { name } = await provision(urlOf(server), { settings: { provisioning: { validateServerCertificate: false } } });
  expect(name).toBe('Lobby');
});

test('a URL in clear and a URL with a password are not asked', async () => {
  expect((await provision('http://prov.example.com/')).result.reason).toContain('must begin with https://');
  expect((await provision('https://a:b@prov.example.com/')).result.reason).toContain('authUserName');
});

test.describe('authentication', () => {
  const challenge = (header: string): string => `HTTP/1.1 401 Unauthorized\r\n${header}\r\nContent-Length: 0\r\n\r\n`;

  test('Basic', async () => {
    await using server = await web((text) =>
      text.includes(`Authorization: Basic ${btoa('phone:secret')}\r\n`)
        ? ok(json)
        : challenge('WWW-Authenticate: Basic realm="x, y"'),
    );
    const { name } = await provision(urlOf(server), { settings: { provisioning: login } });
    expect(name).toBe('Lobby');
    expect((await server.next()).text).not.toContain('Authorization');
  });

  for (const [algorithm, hash] of [
    ['MD5', 'md5'],
    ['SHA-256', 'sha256'],
  ] as const) {
    test(`Digest with ${algorithm}`, async () => {
      const h = (text: string): string => createHash(hash).update(text).digest('hex');
      const digest = `Digest realm="phones", qop="auth,auth-int", algorithm=${algorithm}, nonce="n1", opaque="o"`;
      await using server = await web((text) => {
        const field = (name: string): string => new RegExp(`[ ,]${name}="?([^",\\r]*)`).exec(text)?.[1] ?? '';
        const a1 = h('phone:phones:secret');
        const expected = h(`${a1}:n1:00000001:${field('cnonce')}:auth:${h('GET:/device.cfg?a=1')}`);
        const isRight = field('response') === expected && field('opaque') === 'o' && field('uri') === '/device.cfg?a=1';
        return isRight ? ok(json) : challenge(`WWW-Authenticate: Basic realm="b"\r\nWWW-Authenticate: ${digest}`);
      });
      const { name } = await provision(urlOf(server, '/device.cfg?a=1'), { settings: { provisioning: login } });
      expect(name).toBe('Lobby');
    });
  }

  test('a wrong password is tried once', async () => {
    await using server = await web(() => challenge('WWW-Authenticate: Basic realm="x"'));
    const { result } = await provision(urlOf(server), { settings: { provisioning: login } });
    expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('401') });
    expect((await server.next()).text).not.toContain('Authorization');
    expect((await server.next()).text).toContain('Authorization');
  });
});

test.describe('redirects', () => {
  const to = (location: string): string => `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;

  test('to the same host it is followed', async () => {
    await using server = await web((text) => (text.startsWith('GET /new') ? ok(json) : to('/new.cfg')));
    expect((await provision(urlOf(server))).name).toBe('Lobby');
  });

  test('a loop ends', async () => {
    await using server = await web(() => to('/device.cfg'));
    expect((await provision(urlOf(server))).result.reason).toContain('more than 3 times');
  });

  test('another host is verified and gets no credentials', async () => {
    const other = makeCertificate({ cn: 'other', issuer: root, dns: ['other.example.com'] });
    const wants = 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';
    await using there = await web(() => wants, other);
    await using wrong = await web(() => ok(json));
    await using server = await web((text) =>
      to(`https://other.example.com:${text.startsWith('GET /wrong') ? wrong.port : there.port}/x.cfg`),
    );
    const settings = { provisioning: login };
    expect((await provision(urlOf(server), { settings })).result).toMatchObject({ outcome: 'failed' });
    expect((await there.next()).text).not.toContain('Authorization');
    const refused = await provision(urlOf(server, '/wrong.cfg'), { settings });
    expect(refused.result.outcome).toBe('refused');
    expect(refused.surroundings.refusals).toMatchObject([{ kind: 'name' }]);
    const flawed = await provision(urlOf(server, '/wrong.cfg'), { flaws: ['checks-first-hop-only'] });
    expect(flawed.name).toBe('Lobby');
  });

  test('to http it is refused, and followed by flaw', async () => {
    const requests: string[] = [];
    const clear = createTcpServer((socket) =>
      socket.on('data', (chunk) => {
        requests.push(chunk.toString());
        socket.end(ok(json));
      }),
    );
    await new Promise<void>((resolve) => clear.listen(0, '127.0.0.1', resolve));
    const { port } = clear.address() as AddressInfo;
    await using server = await web(() => to(`http://${host}:${port}/clear.cfg`));
    const settings = { provisioning: login };
    const { result, surroundings } = await provision(urlOf(server), { settings });
    expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('not https') });
    expect(surroundings.refusals).toHaveLength(1);
    expect(requests).toEqual([]);
    const flawed = await provision(urlOf(server), { settings, flaws: ['follows-redirect-to-http'] });
    expect(flawed.name).toBe('Lobby');
    expect(requests).toHaveLength(1);
    expect(requests[0]).not.toContain('Authorization');

    await using untrusted = await web(() => ok(json), selfSigned);
    const fallen = await provision(`${urlOf(untrusted)}#clear=${port}`, { flaws: ['falls-back-to-clear'] });
    expect(fallen.result.outcome).toBe('accepted');
    expect(requests[1]).toMatch(/^GET \/device\.cfg HTTP/);
    expect(fallen.surroundings.refusals).toMatchObject([{ kind: 'chain' }]);
    await new Promise((resolve) => clear.close(resolve));
  });
});

test('two requests at once are one attempt', async () => {
  await using server = await web(() => ok(json));
  const surroundings = surroundingsFor({ anchors: [root.pem], settings: { provisioning: { url: urlOf(server) } } });
  const client = createProvisioningClient(surroundings, createTlsConnector(surroundings));
  const [first, second] = await Promise.all([client.provision(), client.provision()]);
  expect(first).toBe(second);
});
