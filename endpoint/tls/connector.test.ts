import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import { expect, test } from '@playwright/test';
import { ConnectionRefused, type Refusal } from '../contracts.ts';
import type { FlawName } from '../flaws.ts';
import { makeCertificate, type TestCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { serve, surroundingsFor, type Seen, type TestDevice } from './test-surroundings.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const good = makeCertificate({ cn: 'server', issuer: root, dns: [host] });
const bad: Record<string, TestCertificate> = {
  chain: makeCertificate({ cn: 'self', dns: [host] }),
  name: makeCertificate({ cn: host, issuer: root, dns: ['other.example.com'] }),
  expired: makeCertificate({ cn: 'server', issuer: root, dns: [host], until: -1 }),
  usage: makeCertificate({ cn: 'server', issuer: root, dns: [host], usages: ['clientAuth'] }),
};
const device = makeCertificate({ cn: 'device', issuer: root });
const stranger = makeCertificate({ cn: 'Stranger', ca: true, key: 'other' });
const identity = { chainPem: device.pem, keyPem: device.keyPem };
const versions = ['TLSv1.2', 'TLSv1.3'] as const;

const only = (version: TlsOptions['minVersion']): TlsOptions => ({ minVersion: version, maxVersion: version });
const served = ({ pem, keyPem }: TestCertificate): TlsOptions => ({ cert: pem, key: keyPem, requestCert: true });

async function attempt(
  port: number,
  what: TestDevice,
  validate = true,
): Promise<{ stream: Duplex; refusal: null } | { stream: null; refusal: Refusal }> {
  const surroundings = surroundingsFor({ anchors: [root.pem], ...what });
  const connector = createTlsConnector(surroundings);
  try {
    return { stream: await connector.connect({ service: 'sip', host, port, identity: host, validate }), refusal: null };
  } catch (error) {
    if (!(error instanceof ConnectionRefused)) throw error;
    return { stream: null, refusal: error.refusal };
  }
}

/** Connects, says hello where it may, closes; returns both sides' views. */
async function meet(
  options: TlsOptions,
  what: TestDevice = {},
  validate = true,
): Promise<{ refusal: Refusal | null; seen: Seen; protocol: string | null }> {
  await using server = await serve(options, (_text, stream) => stream.end('bye'));
  const { stream, refusal } = await attempt(server.port, what, validate);
  const protocol = (stream as TLSSocket | null)?.getProtocol() ?? null;
  stream?.on('error', () => undefined).resume();
  stream?.write('hello');
  return { refusal, seen: await server.next(), protocol };
}

for (const version of versions) {
  test.describe(version, () => {
    test('a verified server gets the device certificate and the data', async () => {
      const { refusal, seen, protocol } = await meet({ ...served(good), ...only(version) }, { identity });
      expect(refusal).toBeNull();
      expect(protocol).toBe(version);
      expect(seen).toMatchObject({ peer: 'CN=device', text: 'hello', error: null });
    });

    test('without a certificate the device answers with none and goes on', async () => {
      const { seen } = await meet({ ...served(good), ...only(version) });
      expect(seen).toMatchObject({ peer: null, text: 'hello', error: null });
    });

    test('a server that names the authority of the device gets its certificate', async () => {
      const { seen } = await meet({ ...served(good), ...only(version), ca: root.pem }, { identity });
      expect(seen).toMatchObject({ peer: 'CN=device', text: 'hello', error: null });
    });

    test('a server that names another authority is met again without the certificate', async () => {
      await using server = await serve({ ...served(good), ...only(version), ca: stranger.pem });
      const { stream, refusal } = await attempt(server.port, { identity });
      stream?.end('hello');
      expect(refusal).toBeNull();
      expect(await server.next()).toMatchObject({ peer: null, text: '' });
      expect(await server.next()).toMatchObject({ peer: null, text: 'hello', error: null });
    });

    test('flaw ignores-certificate-authorities', async () => {
      const flaws: FlawName[] = ['ignores-certificate-authorities'];
      const { seen } = await meet({ ...served(good), ...only(version), ca: stranger.pem }, { identity, flaws });
      expect(seen).toMatchObject({ peer: 'CN=device', text: 'hello' });
    });

    const alerts: Record<string, string> = {
      chain: 'UNKNOWN_CA',
      name: 'BAD_CERTIFICATE',
      expired: 'CERTIFICATE_EXPIRED',
      usage: 'UNSUPPORTED_CERTIFICATE',
    };
    for (const [kind, alert] of Object.entries(alerts)) {
      test(`a server refused for its ${kind} gets the alert ${alert} and no identity`, async () => {
        const { refusal, seen } = await meet({ ...served(bad[kind]!), ...only(version) }, { identity });
        expect(refusal).toMatchObject({ kind, service: 'sip' });
        expect(seen.error).toMatch(new RegExp(`ALERT_${alert}$`));
        expect(seen).toMatchObject({ peer: null, text: '' });
      });
    }

    test('without validation the server gets the data and no identity', async () => {
      const { seen } = await meet({ ...served(bad.chain!), ...only(version) }, { identity }, false);
      expect(seen).toMatchObject({ peer: null, text: 'hello', error: null });
    });

    test('a large certificate message, in several records, is read', async () => {
      const dns = Array.from({ length: 2000 }, (_, n) => `host-${n}.example.com`);
      const large = makeCertificate({ cn: 'server', issuer: root, dns: [...dns, host] });
      const { seen } = await meet({ ...served(large), ...only(version) }, { identity });
      expect(seen).toMatchObject({ peer: 'CN=device', text: 'hello', error: null });
    });

    const flawed: [FlawName, TestCertificate, Partial<Seen>][] = [
      ['validate-ignored', bad.chain!, { text: 'hello', error: null }],
      ['empty-client-certificate', good, { peer: null, text: 'hello' }],
      ['aborts-without-certificate', good, { peer: null, text: '' }],
      ['shows-identity-to-anybody', bad.chain!, { peer: 'CN=device', text: '' }],
    ];
    for (const [flaw, certificate, expected] of flawed) {
      test(`flaw ${flaw}`, async () => {
        const own = flaw === 'aborts-without-certificate' ? null : identity;
        const { seen } = await meet({ ...served(certificate), ...only(version) }, { identity: own, flaws: [flaw] });
        expect(seen).toMatchObject(expected);
      });
    }

    test('flaw sends-before-verifying: the request arrives, the connection is refused', async () => {
      const { refusal, seen } = await meet(
        { ...served(bad.expired!), ...only(version) },
        { flaws: ['sends-before-verifying'] },
      );
      expect(refusal?.kind).toBe('expired');
      expect(seen.text).toMatch(/^REGISTER sip:sip\.example\.com SIP\/2\.0\r\n/);
    });
  });
}

for (const ciphers of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']) {
  test(`${ciphers}: the flight is read, and the alert can be`, async () => {
    const options = { ...only('TLSv1.3'), ciphers };
    const accepted = await meet({ ...served(good), ...options }, { identity });
    expect(accepted.seen).toMatchObject({ peer: 'CN=device', text: 'hello', error: null });
    const refused = await meet({ ...served(bad.chain!), ...options }, { identity });
    expect(refused.seen).toMatchObject({ peer: null, text: '', error: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
  });
}

test('a HelloRetryRequest is gone along with', async () => {
  const { seen, protocol } = await meet({ ...served(good), ...only('TLSv1.3'), ecdhCurve: 'P-384' }, { identity });
  expect(protocol).toBe('TLSv1.3');
  expect(seen).toMatchObject({ peer: 'CN=device', text: 'hello', error: null });
});

test.describe('versions', () => {
  const legacy = (version: 'TLSv1' | 'TLSv1.1'): TlsOptions => ({
    ...served(good),
    ...only(version),
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  const rows: [string, TlsOptions, TestDevice, string | null, string | null][] = [
    ['TLS 1.0', legacy('TLSv1'), {}, null, 'version'],
    ['TLS 1.1', legacy('TLSv1.1'), {}, null, 'version'],
    ['TLS 1.0 by flaw', legacy('TLSv1'), { flaws: ['accepts-tls10'] }, 'TLSv1', null],
    ['TLS 1.1 by flaw', legacy('TLSv1.1'), { flaws: ['accepts-tls11'] }, 'TLSv1.1', null],
    ['TLS 1.1, the flaw being 1.0', legacy('TLSv1.1'), { flaws: ['accepts-tls10'] }, null, 'version'],
    ['TLS 1.2 refused by flaw', { ...served(good), ...only('TLSv1.2') }, { flaws: ['refuses-tls12'] }, null, 'version'],
    ['TLS 1.3 refused by flaw', { ...served(good), ...only('TLSv1.3') }, { flaws: ['refuses-tls13'] }, null, 'version'],
    [
      'TLS 1.2 below the setting',
      { ...served(good), ...only('TLSv1.2') },
      { settings: { sip: { minimumTlsVersion: 'TLSv1.3' } } },
      null,
      'version',
    ],
  ];
  for (const [title, options, what, protocol, kind] of rows) {
    test(`${title}: ${protocol ?? kind}`, async () => {
      const met = await meet(options, what);
      expect([met.protocol, met.refusal?.kind ?? null], met.refusal?.reason).toEqual([protocol, kind]);
    });
  }
});

test('flaw wrong-certificate-verify: the server finds the signature wrong', async () => {
  const { seen } = await meet(served(good), { identity, flaws: ['wrong-certificate-verify'] });
  expect(seen).toMatchObject({ peer: null, text: '' });
  // OpenSSL's words for a signature of RSASSA-PSS that does not fit the key.
  expect(seen.error).toMatch(/^ERR_SSL_(BAD_SIGNATURE|LAST_OCTET_INVALID|FIRST_OCTET_INVALID|DATA_TOO_LARGE.*)$/);
});

test('flaw skips-certificate-verify: the server misses it', async () => {
  const { seen } = await meet(served(good), { identity, flaws: ['skips-certificate-verify'] });
  expect(seen).toMatchObject({ peer: null, text: '' });
  expect(seen.error).toMatch(/^ERR_SSL_(UNEXPECTED_MESSAGE|CCS_RECEIVED_EARLY)$/);
});

test('flaw sends-unasked-certificate: the server did not expect it', async () => {
  const options = { ...served(good), requestCert: false };
  expect((await meet(options, { identity })).seen).toMatchObject({ text: 'hello', error: null });
  const { seen } = await meet(options, { identity, flaws: ['sends-unasked-certificate'] });
  expect(seen).toMatchObject({ text: '', error: 'ERR_SSL_UNEXPECTED_MESSAGE' });
});

test('the reasons of refusals differ; by the flaw says-nothing-of-reasons they do not', async () => {
  const reasons = async (flaws: FlawName[]): Promise<Set<string | undefined>> => {
    const met = Object.values(bad).map((certificate) => meet(served(certificate), { flaws }));
    return new Set((await Promise.all(met)).map(({ refusal }) => refusal?.reason));
  };
  expect((await reasons([])).size).toBe(Object.keys(bad).length);
  expect(await reasons(['says-nothing-of-reasons'])).toEqual(new Set(['the connection failed']));
});

test('a server that wants a certificate tells in an alert that it got none', async () => {
  const { refusal } = await meet({ ...served(good), ca: root.pem, rejectUnauthorized: true, ...only('TLSv1.2') });
  expect(refusal).toMatchObject({ kind: 'alert' });
  expect(refusal!.reason).toContain('handshake_failure');
});

for (const [code, kind, reason] of [
  [40, 'alert', 'handshake_failure'],
  [70, 'version', 'protocol_version'],
  [199, 'network', 'broke off'],
] as const) {
  test(`the fatal alert ${code} in answer to the ClientHello ends the connection at once`, async () => {
    const alerts = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(Buffer.from([21, 3, 3, 0, 2, 2, code])));
    });
    await new Promise<void>((resolve) => alerts.listen(0, '127.0.0.1', resolve));
    const begun = performance.now();
    const { refusal } = await attempt((alerts.address() as AddressInfo).port, {});
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(refusal).toMatchObject({ kind, reason: expect.stringContaining(reason) });
    alerts.close();
  });
}

test('what is no TLS, what is nothing, and what never answers are told apart', async () => {
  const plain = createTcpServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const silent = createTcpServer((socket) => socket.resume());
  const portOf = async (server: typeof plain): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const port = await portOf(plain);
  expect((await attempt(port, {})).refusal).toMatchObject({ kind: 'protocol' });
  await new Promise((resolve) => plain.close(resolve));
  expect((await attempt(port, {})).refusal).toMatchObject({ kind: 'network', reason: 'nothing listens there' });
  const connector = createTlsConnector(surroundingsFor({}));
  const options = { service: 'sip', host, port: await portOf(silent), identity: host, validate: true } as const;
  await expect(connector.connect({ ...options, timeoutMs: 50 })).rejects.toThrow('not finished in time');
  // Long before the whole handshake would be overdue.
  const begun = performance.now();
  await expect(connector.connect({ ...options, timeoutMs: 20_000 })).rejects.toThrow('not finished in time');
  expect(performance.now() - begun).toBeLessThan(10_000);
  silent.close();
});
