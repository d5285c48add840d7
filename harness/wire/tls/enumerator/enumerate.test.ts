/** The enumerator against third parties' servers, what other scanners see there, and peers that are no TLS server. */
import { execFileSync } from 'node:child_process';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { identities } from '../../../tap/test-peers.ts';
import { AnswerReader } from './answer-reader.ts';
import { enumerate } from './enumerate.ts';
import { openNginx, openPeer, pairsByNmap, type Peer } from './test-peers.ts';
import { pairsOf, versionsAndSuites } from './versions-and-suites.ts';

const peers: Peer[] = [];
test.afterEach(() => {
  for (const peer of peers.splice(0)) peer.stop();
});

const { folder, server } = identities('rsa:2048');

async function opensslServer(...args: string[]): Promise<Peer> {
  const { certFile, keyFile } = server;
  const fixed = ['-cert', certFile, '-key', keyFile, '-www', '-quiet'];
  const peer = await openPeer('openssl', (port) => ['s_server', '-accept', `127.0.0.1:${port}`, ...fixed, ...args]);
  peers.push(peer);
  return peer;
}

const survey = ({ target }: Peer) => enumerate({ target, serverName: 'localhost', limits: { quietMs: 300 } });

test.describe('what there is', () => {
  test('nmap finds the same pairs of version and suite on the same nginx', async () => {
    const nginx = await openNginx();
    test.skip(!process.env.CI && nginx === null, 'there is no nginx, neither in the PATH nor in .lab');
    peers.push(nginx!);
    const own = pairsOf(await versionsAndSuites(nginx!.target, 'localhost'));

    expect(own.length).toBeGreaterThan(100);
    expect(own).toEqual(pairsByNmap(nginx!.target));
  });

  test('whose order decides', async () => {
    const names = 'AES128-SHA256:ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA';
    const own = await survey(await opensslServer('-tls1_2', '-cipher', names, '-serverpref'));
    const theirs = await survey(await opensslServer('-tls1_2', '-cipher', names));

    const [tls12] = own.versions.filter(({ suites }) => suites.length > 0);
    expect(tls12).toMatchObject({
      version: 'TLS 1.2',
      order: 'server',
      suites: [
        'TLS_RSA_WITH_AES_128_CBC_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_RSA_WITH_AES_256_CBC_SHA',
      ],
    });
    expect(theirs.versions.find(({ version }) => version === 'TLS 1.2')?.order).toBe('client');
    expect(own.probes['weak-first']?.suite).toBe('TLS_RSA_WITH_AES_128_CBC_SHA256');
    // The client of the probe has the weakest first.
    expect(theirs.probes['weak-first']?.suite).toMatch(/_CBC_/);
  });

  test('groups and signatures', async () => {
    const peer = await opensslServer('-groups', 'P-384:X25519', '-sigalgs', 'RSA-PSS+SHA256:RSA+SHA384');

    const { groups, signatureSchemes, chains, ticket, controls, trouble } = await survey(peer);

    expect(trouble).toBeNull();
    expect(controls.before?.outcome).toBe('completed');
    expect([...groups['TLS 1.3']].sort()).toEqual(['secp384r1', 'x25519']);
    expect([...groups['TLS 1.2']].sort()).toEqual(expect.arrayContaining(['secp384r1', 'x25519']));
    expect([...signatureSchemes['TLS 1.2']].sort()).toEqual(['rsa_pkcs1_sha384', 'rsa_pss_rsae_sha256']);
    expect(signatureSchemes['TLS 1.3']).toEqual(['rsa_pss_rsae_sha256']);
    expect(chains.map(([leaf]) => leaf?.key)).toEqual(['RSA 2048']);
    expect(ticket).toBe(true);
  });

  test('SSL 3.0 of NSS', async () => {
    const [database, bundle] = [`sql:${folder}`, join(folder, 'server.p12')];
    const into = ['-name', 'server', '-passout', 'pass:', '-out', bundle];
    execFileSync('openssl', ['pkcs12', '-export', '-in', server.certFile, '-inkey', server.keyFile, ...into]);
    execFileSync('certutil', ['-N', '-d', database, '--empty-password']);
    execFileSync('pk12util', ['-i', bundle, '-d', database, '-W', ''], { stdio: 'ignore' });
    const spoken = ['-w', '', '-V', 'ssl3:tls1.0', '-c', ':0004:002F'];
    const peer = await openPeer('selfserv', (port) => ['-d', database, '-n', 'server', '-p', `${port}`, ...spoken]);
    peers.push(peer);

    const { versions, probes, chains } = await survey(peer);

    const found = versions.flatMap(({ version, suites }) => suites.map((suite) => `${version} ${suite}`));
    expect(found.sort()).toEqual([
      'SSL 3.0 TLS_RSA_WITH_AES_128_CBC_SHA',
      'SSL 3.0 TLS_RSA_WITH_RC4_128_MD5',
      'TLS 1.0 TLS_RSA_WITH_AES_128_CBC_SHA',
      'TLS 1.0 TLS_RSA_WITH_RC4_128_MD5',
    ]);
    expect(probes['max-ssl3']?.version).toBe('SSL 3.0');
    expect(chains.map(([leaf]) => leaf?.key)).toEqual(['RSA 2048']);
  });

  test('RC4 and 3DES, which OpenSSL cannot speak', async () => {
    const { certFile, keyFile } = server;
    const priority = 'NONE:+VERS-TLS1.0:+VERS-TLS1.2:+ARCFOUR-128:+3DES-CBC:+MD5:+SHA1:+RSA:+COMP-NULL:+SIGN-ALL';
    const files = ['--x509certfile', certFile, '--x509keyfile', keyFile];
    const peer = await openPeer('gnutls-serv', (port) => ['-p', `${port}`, ...files, '--priority', priority, '-q']);
    peers.push(peer);

    const { versions, controls, probes } = await survey(peer);

    const found = versions.flatMap(({ version, suites }) => suites.map((suite) => `${version} ${suite}`));
    expect(found.sort()).toEqual([
      'TLS 1.0 TLS_RSA_WITH_3DES_EDE_CBC_SHA',
      'TLS 1.0 TLS_RSA_WITH_RC4_128_MD5',
      'TLS 1.0 TLS_RSA_WITH_RC4_128_SHA',
      'TLS 1.2 TLS_RSA_WITH_3DES_EDE_CBC_SHA',
      'TLS 1.2 TLS_RSA_WITH_RC4_128_MD5',
      'TLS 1.2 TLS_RSA_WITH_RC4_128_SHA',
    ]);
    expect(controls).toMatchObject({ before: { outcome: 'selected' }, after: { outcome: 'selected' } });
    expect(probes['only-rc4']?.outcome).toBe('hello');
  });
});

test.describe('behaviours of a sound server', () => {
  test('of OpenSSL', async () => {
    const { probes } = await survey(await opensslServer());

    const tolerated = ['grease', 'unknown-version', 'unknown-legacy-version', 'large-2048', 'large-16384'] as const;
    expect(tolerated.map((probe) => probes[probe]?.outcome)).toEqual(tolerated.map(() => 'hello'));
    expect(probes['both-versions']?.version).toBe('TLS 1.3');
    expect(probes.fallback?.alert?.name).toBe('inappropriate_fallback');
    expect(probes['max-tls11']?.outcome).toBe('alert');
    expect(probes['only-rc4']?.outcome).toBe('alert');
    expect(probes.ssl2?.outcome).not.toBe('hello');
    expect(probes.compression?.compression).toBe(0);
    expect(probes.features?.extensions).toEqual(
      expect.arrayContaining(['extended_master_secret', 'renegotiation_info', 'session_ticket']),
    );
    expect(probes.heartbeat?.heartbeat).toBe(0);
    expect(probes['clear-sip']?.outcome).toBe('closed');
    expect(probes.renegotiation?.outcome).not.toBe('hello');
  });

  for (const { suites, key } of [
    { suites: 'ECDHE-RSA-AES128-GCM-SHA256', key: 'ECDHE' },
    { suites: 'AES128-SHA', key: 'RSA key transport' },
  ]) {
    test(`a client without renegotiation_info is let renegotiate where that is switched on: ${key}`, async () => {
      const peer = await opensslServer('-tls1_2', '-cipher', suites, '-legacy_renegotiation', '-client_renegotiation');

      const { probes } = await survey(peer);

      expect(probes.renegotiation).toMatchObject({ outcome: 'hello', version: 'TLS 1.2' });
    });
  }
});

test.describe('limits', () => {
  test('no more connections at a time than allowed', async () => {
    const { cert, key } = server;
    let [open, most] = [0, 0];
    const listener = createTlsServer({ cert, key }).on('tlsClientError', () => undefined);
    listener.on('connection', (socket: Socket) => {
      most = Math.max(most, ++open);
      socket.once('close', () => open--);
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;

    const { connections } = await enumerate({
      target: { host: '127.0.0.1', port },
      serverName: null,
      limits: { parallel: 1 },
    });
    listener.close();

    expect(connections).toBeGreaterThan(50);
    // The server learns of a close a moment later than the client has made it.
    expect(most).toBeLessThanOrEqual(2);
  });

  test('a survey that takes too long ends with what it has', async () => {
    const peer = await opensslServer();

    const { trouble, reached, lasted } = await enumerate({
      target: peer.target,
      serverName: null,
      limits: { totalMs: 10, parallel: 1 },
    });

    expect(reached).toBe(true);
    expect(trouble).toContain('10 ms had passed');
    expect(lasted).toBeLessThan(5000);
  });

  test('where nothing listens', async () => {
    const { reached, trouble } = await enumerate({ target: { host: '127.0.0.1', port: 1 }, serverName: null });

    expect([reached, trouble]).toEqual([false, 'nothing listens at 127.0.0.1:1']);
  });
});

test.describe('peers that are no TLS server end in a clear result', () => {
  const behaviours: [string, (socket: Socket) => void, RegExp][] = [
    ['silent', () => undefined, /^no answer to a ClientHello within \d+ ms/],
    ['closes at once', (socket) => socket.end(), /^no TLS: /],
    ['resets', (socket) => socket.once('data', () => socket.resetAndDestroy()), /^no TLS: /],
    ['sends text', (socket) => socket.write('220 smtp ready\r\n'), /^no TLS: the answer to a ClientHello is "220 smtp/],
    ['sends noise', (socket) => socket.write(Buffer.alloc(4096, 0xee)), /^no TLS: the answer to a ClientHello is "/],
    ['sends without end', endless, /^no TLS: the answer to a ClientHello is "more than 262144 octets/],
    ['sends a record octet by octet', drip, /^no answer to a ClientHello within \d+ ms/],
    ['announces a long message', (socket) => socket.write(longMessage), /^no answer to a ClientHello within \d+ ms/],
  ];

  for (const [name, behaviour, told] of behaviours) {
    test(name, async () => {
      const peer = createServer((socket) => {
        socket.on('error', () => undefined);
        behaviour(socket);
      });
      await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
      const { port } = peer.address() as AddressInfo;

      const { trouble, lasted, versions } = await enumerate({
        target: { host: '127.0.0.1', port },
        serverName: null,
        limits: { connectionMs: 400, quietMs: 200 },
      });
      peer.close();

      expect(trouble).toMatch(told);
      expect(versions.flatMap(({ suites }) => suites)).toEqual([]);
      expect(lasted).toBeLessThan(10_000);
    });
  }

  /** A handshake record with the head of a ServerHello of 16 MiB. */
  const longMessage = Buffer.from([22, 3, 3, 0, 4, 2, 0xff, 0xff, 0xff]);

  /** Handshake records of a type that does not exist, one behind the other. */
  function endless(socket: Socket): void {
    const record = Buffer.concat([Buffer.from([22, 3, 3, 0x40, 0]), Buffer.alloc(0x4000, 0x99)]);
    const more = (): void => {
      while (!socket.destroyed && socket.write(record));
    };
    socket.on('drain', more);
    more();
  }

  function drip(socket: Socket): void {
    const octets = [22, 3, 3, 0x40, ...Array<number>(200).fill(0)];
    const timer = setInterval(() => socket.write(Buffer.from(octets.splice(0, 1))), 20);
    socket.once('close', () => clearInterval(timer));
  }
});

test('whatever octets come, in whatever pieces, they are read without an error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 64 })),
      fc.constantFrom([], [22, 3, 3, 0, 40, 2, 0, 0, 36], [21, 3, 3, 0, 2], [0x80, 0x20, 4]),
      (pieces, start) => {
        const reader = new AnswerReader();
        reader.push(Buffer.from(start));
        for (const piece of pieces) reader.push(Buffer.from(piece));
        reader.end();

        expect(['hello', 'alert', 'other', 'closed']).toContain(reader.answer('fin', 1).outcome);
      },
    ),
  );
});
