/** The listener against openssl s_client, which shares no code with it. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Listener } from '../contracts.ts';
import type { FlawName } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { surroundingsFor, type TestSurroundings } from '../tls/test-surroundings.ts';
import { makeCertificate, type Recipe, type TestCertificate } from '../trust/test-certificates.ts';
import { createSipListener } from './listener.ts';

type Requires = Settings['listener']['requireClientCertificate'];

const authority = makeCertificate({ cn: 'lab authority', ca: true });
const issuing = makeCertificate({ cn: 'lab issuing', ca: true, issuer: authority });
const stranger = makeCertificate({ cn: 'unknown authority', ca: true });
const device = makeCertificate({ cn: '000413AABBCC', issuer: issuing });
const client = (recipe: Recipe = {}): TestCertificate =>
  makeCertificate({
    cn: 'peer.lab.test',
    issuer: authority,
    uris: ['sip:lab.test'],
    usages: ['clientAuth'],
    key: 'visitor',
    ...recipe,
  });

interface Arrangement {
  surroundings: TestSurroundings;
  listener: Listener;
  port: number;
}

let folder: string;
const open: Listener[] = [];
test.beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'endpoint-listener-'))));
test.afterAll(() => rm(folder, { recursive: true }));
test.afterEach(async () => {
  for (const listener of open.splice(0)) await listener.stop();
});

async function listening(requires: Requires, flaws: FlawName[] = [], anchors = [authority.pem]): Promise<Arrangement> {
  const surroundings = surroundingsFor({
    anchors,
    flaws,
    identity: { chainPem: device.pem + issuing.pem, keyPem: device.keyPem },
    settings: { listener: { enabled: true, requireClientCertificate: requires } },
  });
  const listener = createSipListener(surroundings);
  open.push(listener);
  await listener.reconfigure();
  return { surroundings, listener, port: listener.at()!.port };
}

const request = (method: string, from: string): string =>
  [
    `${method} sip:device@lab.test SIP/2.0`,
    'Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKvisit',
    'Max-Forwards: 70',
    `From: ${from}`,
    'To: <sip:device@lab.test>',
    'Call-ID: visit@lab.test',
    `CSeq: 1 ${method}`,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');

interface Visit {
  certificate?: TestCertificate | null;
  version?: 'tls1_2' | 'tls1_3';
  method?: string;
  from?: string;
  /** Further certificates to send. */
  chain?: string;
}

/** What openssl printed, and the SIP answer in it. */
async function visit(port: number, visiting: Visit = {}): Promise<{ text: string; status: string | null }> {
  const { certificate = null, version = 'tls1_3', method = 'OPTIONS', chain } = visiting;
  const { from = '<sip:alice@lab.test>;tag=1' } = visiting;
  const file = join(folder, `${port}-${Math.random()}`);
  const args = [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    `-${version}`,
    '-ign_eof',
    '-showcerts',
    '-cipher',
    'DEFAULT:@SECLEVEL=0',
  ];
  if (certificate) {
    await writeFile(`${file}.pem`, certificate.pem + certificate.keyPem);
    args.push('-cert', `${file}.pem`);
  }
  if (chain !== undefined) {
    await writeFile(`${file}.chain`, chain);
    args.push('-cert_chain', `${file}.chain`);
  }
  const openssl = spawn('openssl', args);
  let text = '';
  const status = (): string | null => /SIP\/2\.0 (\d{3} [^\r\n]*)\r\n[^]*?\r\n\r\n/.exec(text)?.[1] ?? null;
  const ended = new Promise<void>((resolve) => openssl.once('close', () => resolve()));
  for (const stream of [openssl.stdout, openssl.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (status() !== null) openssl.kill();
    });
  openssl.stdin.on('error', () => undefined).write(request(method, from));
  await ended;
  return { text, status: status() };
}

const alertIn = ({ text }: { text: string }): number => Number(/SSL alert number (\d+)/.exec(text)?.[1] ?? 0);

test('presents the certificate in force with its chain, over both versions', async () => {
  const { port } = await listening('off');
  for (const version of ['tls1_2', 'tls1_3'] as const) {
    const seen = await visit(port, { version });
    expect(seen.status).toBe('200 OK');
    expect(seen.text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(seen.text).toContain('CN = 000413AABBCC');
    expect(seen.text).toContain('No client certificate CA names sent');
    expect(seen.text).toMatch(version === 'tls1_2' ? /Protocol\s*: TLSv1\.2/ : /New, TLSv1\.3/);
  }
});

test('speaks nothing older than TLS 1.2', async () => {
  const { port } = await listening('off');
  const openssl = spawn('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-tls1_1',
    '-cipher',
    'ALL:@SECLEVEL=0',
  ]);
  openssl.stdin.end();
  let text = '';
  openssl.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => openssl.once('close', resolve));
  expect(text).toContain('alert protocol version');
});

for (const version of ['tls1_2', 'tls1_3'] as const) {
  test.describe(`a certificate is required, ${version}`, () => {
    const good = client();

    test('a good client is let in, and known by its certificate', async () => {
      const { port, surroundings } = await listening('required');
      expect((await visit(port, { version, certificate: good })).status).toBe('200 OK');
      expect(surroundings.lines.join('\n')).toContain('connected as lab.test');
      expect(surroundings.refusals).toEqual([]);
    });

    test('one without a certificate is refused', async () => {
      const { port, surroundings } = await listening('required');
      const seen = await visit(port, { version });
      expect(seen.status).toBeNull();
      // RFC 8446 §4.4.2.4: certificate_required; RFC 5246 §7.4.6: handshake_failure.
      expect(alertIn(seen)).toBe(version === 'tls1_3' ? 116 : 40);
      expect(surroundings.refusals).toMatchObject([{ service: 'sip', kind: 'protocol' }]);
      expect(surroundings.refusals[0]?.peer).toMatch(/^client 127\.0\.0\.1:\d+$/);
    });

    const bad: [what: string, recipe: Recipe, alert: number, kind: string][] = [
      ['from an unknown authority', { issuer: stranger }, 48, 'chain'],
      ['that expired', { from: -30, until: -1 }, 45, 'expired'],
      ['that is not yet valid', { from: 1 }, 45, 'not-yet-valid'],
      ['for servers only', { usages: ['serverAuth'] }, 43, 'usage'],
      ['of 1024 bits', { bits: 1024 }, 42, 'strength'],
    ];
    for (const [what, recipe, alert, kind] of bad) {
      test(`one ${what} is refused with alert ${alert}`, async () => {
        const { port, surroundings } = await listening('required');
        const seen = await visit(port, { version, certificate: client(recipe) });
        expect(seen.status).toBeNull();
        expect(alertIn(seen)).toBe(alert);
        expect(surroundings.refusals).toMatchObject([{ kind }]);
        expect((await visit(port, { version, certificate: good })).status).toBe('200 OK');
      });
    }

    test('intermediates that the client sends are used', async () => {
      const { port } = await listening('required');
      const certificate = client({ issuer: issuing });
      expect((await visit(port, { version, certificate, chain: issuing.pem })).status).toBe('200 OK');
      expect(alertIn(await visit(port, { version, certificate }))).toBe(48);
    });
  });
}

test('a client whose revocation status nobody tells is let in or not as the setting says', async () => {
  const answers: unknown[] = [];
  for (const revocation of ['off', 'soft', 'hard'] as const) {
    const { surroundings, port } = await listening('required');
    await surroundings.change({ tls: { revocation } });
    const { status } = await visit(port, { certificate: client() });
    answers.push([revocation, status, surroundings.refusals[0]?.kind]);
  }
  expect(answers).toEqual([
    ['off', '200 OK', undefined],
    ['soft', '200 OK', undefined],
    ['hard', null, 'revocation-unknown'],
  ]);
});

test.describe('who may speak for whom', () => {
  const claims: [what: string, recipe: Recipe, from: string, status: string][] = [
    ['its own domain', {}, '<sip:alice@lab.test>;tag=1', '200 OK'],
    ['its own domain in capitals', {}, 'sip:LAB.TEST;tag=1', '200 OK'],
    ['another domain', {}, '<sip:alice@other.test>;tag=1', '403 Forbidden'],
    ['another behind a misleading display name', {}, '"<sip:lab.test>" <sip:a@other.test>;tag=1', '403 Forbidden'],
    ['a domain below its own', {}, '<sip:alice@sub.lab.test>;tag=1', '403 Forbidden'],
    ['its dNSName where it has a sip: URI', { dns: ['dns.test'] }, '<sip:a@dns.test>;tag=1', '403 Forbidden'],
    ['its dNSName where it has no sip: URI', { uris: [], dns: ['dns.test'] }, '<sip:a@dns.test>;tag=1', '200 OK'],
    ['its CN', { uris: [] }, '<sip:a@peer.lab.test>;tag=1', '403 Forbidden'],
  ];
  for (const [what, recipe, from, status] of claims) {
    test(`a client for ${what}: ${status}`, async () => {
      const { port } = await listening('required');
      expect((await visit(port, { certificate: client(recipe), from })).status).toBe(status);
    });
  }

  test('without a certificate, where that is optional, nothing but OPTIONS is answered well', async () => {
    const { port, surroundings } = await listening('optional');
    expect((await visit(port)).status).toBe('200 OK');
    expect((await visit(port, { method: 'MESSAGE' })).status).toBe('403 Forbidden');
    expect((await visit(port, { method: 'MESSAGE', certificate: client() })).status).toBe('200 OK');
    expect(surroundings.lines.join('\n')).toContain('connected, not authenticated');
  });

  test('a certificate that is optional and bad is refused', async () => {
    const { port } = await listening('optional');
    expect(alertIn(await visit(port, { certificate: client({ issuer: stranger }) }))).toBe(48);
  });

  test('a method that is not taken is told so', async () => {
    const { port } = await listening('off');
    const { status, text } = await visit(port, { method: 'INVITE' });
    expect(status).toBe('405 Method Not Allowed');
    expect(text).toContain('Allow: OPTIONS, MESSAGE');
  });
});

test.describe('flaws', () => {
  const elsewhere = '<sip:a@other.test>;tag=1';
  const breaks: [flaw: FlawName, requires: Requires, what: string, visiting: () => Visit][] = [
    ['listener-asks-no-certificate', 'required', 'no certificate', () => ({})],
    ['listener-accepts-any-client', 'required', 'no certificate', () => ({})],
    ['listener-accepts-any-client', 'required', 'a stranger', () => ({ certificate: client({ issuer: stranger }) })],
    [
      'listener-ignores-client-dates',
      'required',
      'an old one',
      () => ({ certificate: client({ from: -9, until: -1 }) }),
    ],
    [
      'listener-ignores-client-usage',
      'required',
      'a server',
      () => ({ certificate: client({ usages: ['serverAuth'] }) }),
    ],
    ['listener-ignores-client-identity', 'required', 'a liar', () => ({ certificate: client(), from: elsewhere })],
    ['optional-client-counts-as-authenticated', 'optional', 'no certificate', () => ({ method: 'MESSAGE' })],
  ];
  for (const [flaw, requires, what, visiting] of breaks) {
    test(`${flaw}: ${what} gets 200, and without the flaw does not`, async () => {
      const sound = await listening(requires);
      const flawed = await listening(requires, [flaw]);
      expect((await visit(sound.port, visiting())).status).not.toBe('200 OK');
      expect((await visit(flawed.port, visiting())).status).toBe('200 OK');
    });
  }

  test('each breaks its own property alone', async () => {
    const expired = client({ from: -30, until: -1 });
    const dates = await listening('required', ['listener-ignores-client-dates']);
    expect(alertIn(await visit(dates.port, { certificate: client({ usages: ['serverAuth'] }) }))).toBe(43);
    const usage = await listening('required', ['listener-ignores-client-usage']);
    expect(alertIn(await visit(usage.port, { certificate: expired }))).toBe(45);
    const identity = await listening('required', ['listener-ignores-client-identity']);
    expect(alertIn(await visit(identity.port, { certificate: expired }))).toBe(45);
  });
});

test.describe('opening and closing', () => {
  test('follows the settings', async () => {
    const { surroundings, listener, port } = await listening('off');
    await surroundings.change({ listener: { enabled: false } });
    await listener.reconfigure();
    expect(listener.at()).toBeNull();
    await expect(new Promise((_, reject) => connect(port, '127.0.0.1').once('error', reject))).rejects.toThrow(
      'ECONNREFUSED',
    );
    await surroundings.change({ listener: { enabled: true } });
    await listener.reconfigure();
    expect((await visit(listener.at()!.port)).status).toBe('200 OK');
  });

  test('a port that is taken is told and breaks nothing', async () => {
    const first = await listening('off');
    const second = await listening('off');
    await second.surroundings.change({ listener: { port: first.port } });
    await second.listener.reconfigure();
    expect(second.listener.at()).toBeNull();
    expect(second.surroundings.lines.at(-1)).toContain('EADDRINUSE');
  });

  test('without a certificate of its own it refuses every client', async () => {
    const surroundings = surroundingsFor({ settings: { listener: { enabled: true } } });
    const listener = createSipListener(surroundings);
    open.push(listener);
    await listener.reconfigure();
    const seen = await visit(listener.at()!.port);
    expect([seen.status, alertIn(seen)]).toEqual([null, 40]);
    expect(surroundings.refusals[0]?.reason).toContain('no certificate');
  });

  test('what is no TLS, and a client that breaks off, end their own connection alone', async () => {
    const { port } = await listening('required');
    const socket = connect(port, '127.0.0.1');
    socket.write('OPTIONS sip:device@lab.test SIP/2.0\r\n\r\n');
    await new Promise((resolve) =>
      socket
        .on('error', () => undefined)
        .resume()
        .once('close', resolve),
    );
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resetAndDestroy();
    expect((await visit(port, { certificate: client() })).status).toBe('200 OK');
  });
});
