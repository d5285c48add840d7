import { expect, test } from '@playwright/test';
import { createHash, X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { createPki, type Pki } from '../pki/pki.ts';
import { provisioningHost, sipHost, type Address, type Lab, type Listener } from './lab.ts';
import { run } from './peers/testing.ts';
import { labFolder } from './places.ts';
import { pinnedSuites } from './pinned-suites.ts';
import { profiles, type Profile } from './profiles.ts';
import { chooseRuntime, localIsPossible } from './runtimes/choose.ts';
import { startLab } from './start.ts';

const address = (port: number): Address => ({ host: '127.0.0.1', port });
const user = 'alice';
const password = 'p"a s\\s';

for (const runtime of ['local', 'containers'] as const) {
  test.describe(`lab in the ${runtime} runtime`, () => {
    test.describe.configure({ mode: 'default', timeout: 120_000 });
    let lab: Lab;
    let pki: Pki;
    let folder: string;

    test.beforeAll(async () => {
      const { possible, reason } = await canRun(runtime);
      test.skip(!possible, reason);
      folder = mkdtempSync(join(tmpdir(), 'ringproof-lab-'));
      pki = await createPki({ keyFolder: join(labFolder, 'keys') });
      lab = await startLab({
        ...{ runtime, slot: 0, pki, folder: join(folder, 'lab') },
        fronts: { sip: address(5061), provisioning: address(443) },
        clear: { sip: address(5060), http: address(8080) },
        accounts: [{ user, password }],
        files: [{ path: '/phone.cfg', body: 'volume=3\n' }],
        credentials: { username: 'phone', password: 'pa ss' },
      });
    });

    test.afterAll(async () => {
      await lab?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    for (const program of ['kamailio', 'nginx'] as const) {
      test(`every listener of ${program} serves its certificate and speaks its versions, as openssl sees it`, async () => {
        const [service, host] =
          program === 'kamailio' ? (['sip', sipHost] as const) : (['provisioning', provisioningHost] as const);
        // One generator writes both runtimes' configuration: a part of the rows is enough to see that it arrived.
        const rows = profiles[program].filter((profile) => runtime === 'local' || !profile.clientCertificate);
        const seen = await inBatches(rows, async (profile) => {
          const listener = await lab.listenerFor(service, { ...profile, program });
          const leafSha256 = showsCertificate(profile) ? pki.certificate(profile.certificate, host).leafSha256 : null;
          const tried = profile.clientCertificate
            ? versions.filter(([one]) => spoken(profile).includes(one))
            : versions;
          const leaves = await Promise.all(tried.map(([, flag]) => servedTo(listener, host, flag)));
          return {
            seen: [listener.name, listener.leafSha256, ...leaves],
            meant: [
              `${program}/${profile.name}`,
              leafSha256,
              ...tried.map(([one]) => (spoken(profile).includes(one) ? leafSha256 : null)),
            ],
          };
        });
        expect(seen.map((one) => one.seen)).toEqual(seen.map((one) => one.meant));
      });

      test(`${program} selects the suite and the group that it is pinned to, as openssl sees it`, async () => {
        const [service, host] =
          program === 'kamailio' ? (['sip', sipHost] as const) : (['provisioning', provisioningHost] as const);
        const rows = profiles[program].filter(({ suite, group }) => suite ?? group);
        const seen = await inBatches(rows, async (profile) => {
          const listener = await lab.listenerFor(service, { ...profile, program });
          return [profile.name, ...selectedIn(await handshake(listener, host))];
        });
        expect(seen).toEqual(
          rows.map(({ name, suite, group }) => [
            name,
            suite ? pinnedSuites[suite].openssl : expect.any(String),
            group === 'x25519' ? 'X25519' : group ? 'ECDH, prime256v1' : expect.any(String),
          ]),
        );
      });
    }

    test('a registration with the right password is accepted and witnessed', async () => {
      const listener = await lab.listenerFor('sip', { version: 'TLS 1.2' });
      const mark = lab.mark();
      const socket = await open(listener, sipHost);
      const challenge = await exchange(socket, register(1));
      expect(challenge).toMatch(/^SIP\/2.0 401 /);
      expect(await exchange(socket, register(2, authorization(challenge, 'wrong')))).toMatch(/^SIP\/2.0 401 /);
      expect(await exchange(socket, register(3, authorization(challenge, password)))).toMatch(
        /^SIP\/2.0 200 [\s\S]*Contact:/,
      );
      await expect
        .poll(() => lab.witness('kamailio', mark).filter((line) => line.includes('witness REGISTER')))
        .toHaveLength(3);
      expect(lab.witness('kamailio', mark).join('\n')).toContain('tls=TLSv1.2');
      await expect.poll(() => secretsOf(lab.keyLog(), socket)).toBe(true);
      await lab.forgetBindings();
      expect(await exchange(socket, register(4, authorization(challenge, password), false))).not.toContain('Contact:');
      socket.destroy();
    });

    test('a provisioning file is served, with basic authentication where it is asked for', async () => {
      const fetch = async (listener: Listener, header = '') => {
        const socket = await open(listener, provisioningHost);
        const answer = await exchange(
          socket,
          `GET /phone.cfg HTTP/1.1\r\nHost: ${provisioningHost}\r\n${header}Connection: close\r\n\r\n`,
        );
        await expect.poll(() => secretsOf(lab.keyLog(), socket)).toBe(true);
        return answer;
      };
      const mark = lab.mark();
      expect(await fetch(await lab.listenerFor('provisioning', {}))).toMatch(/^HTTP\/1.1 200 [\s\S]*volume=3\n$/);
      const basic = await lab.listenerFor('provisioning', { http: 'basic' });
      expect(await fetch(basic)).toMatch(/^HTTP\/1.1 401 /);
      const credentials = Buffer.from('phone:pa ss').toString('base64');
      expect(await fetch(basic, `Authorization: Basic ${credentials}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
      expect(await fetch(await lab.listenerFor('provisioning', { http: 'redirect-to-http' }))).toContain(
        'Location: http://prov.lab.test:8080/phone.cfg',
      );
      const statuses = () => lab.witness('nginx', mark).flatMap((line) => /^witness .* (\d{3})$/.exec(line)?.[1] ?? []);
      await expect.poll(statuses).toEqual(['200', '401', '200', '302']);
    });

    test('a device certificate is asked for, verified and witnessed', async () => {
      const { chainPem, keyPem } = pki.deviceIdentity('000413AABBCC');
      const identity = { cert: chainPem, key: keyPem };
      const mark = lab.mark();
      const https = await lab.listenerFor('provisioning', { clientCertificate: 'required' });
      const get = `GET /phone.cfg HTTP/1.1\r\nHost: ${provisioningHost}\r\nConnection: close\r\n\r\n`;
      expect(await exchange(await open(https, provisioningHost, identity), get)).toMatch(/^HTTP\/1.1 200 /);
      expect(await exchange(await open(https, provisioningHost), get)).toMatch(/^HTTP\/1.1 400 /);
      await expect
        .poll(() => lab.witness('nginx', mark).join('\n'))
        .toMatch(/verified=SUCCESS subject="[^"]*CN=000413AABBCC/i);

      const sips = await lab.listenerFor('sip', { clientCertificate: 'required' });
      const socket = await open(sips, sipHost, identity);
      expect(await exchange(socket, register(1))).toMatch(/^SIP\/2.0 401 /);
      socket.destroy();
      await expect.poll(() => lab.witness('kamailio', mark).join('\n')).toMatch(/peer=000413AABBCC verified=1/i);
    });

    test('the DNS server knows the lab and nothing else', async () => {
      const resolver = new Resolver({ timeout: 2_000, tries: 2 });
      resolver.setServers([`${lab.dns.host}:${lab.dns.port}`]);
      expect(await resolver.resolve4(sipHost)).toEqual(['127.0.0.1']);
      await expect(resolver.resolve4('example.org')).rejects.toThrow();
    });

    test('rows that no server has are served by the peers of the harness, and a closed port is closed', async () => {
      const own = await lab.listenerFor('sip', { certificate: 'upper-case-name' });
      expect(own).toMatchObject({
        program: 'registrar',
        leafSha256: pki.certificate('upper-case-name', sipHost).leafSha256,
      });
      expect(await lab.listenerFor('provisioning', { tls: 'honest-tls12' })).toMatchObject({ program: 'scripted-tls' });
      expect(await lab.listenerFor('sip', { port: 'closed' })).toMatchObject({ address: null, leafSha256: null });
      await expect(lab.listenerFor('sip', { certificate: 'leading-dot', program: 'kamailio' })).rejects.toThrow(
        /LAB_NO_LISTENER.*"leading-dot".*profiles\.ts/s,
      );
    });

    test('a killed Kamailio is a fault of the bench, and it is back on the same ports', async () => {
      test.skip(runtime === 'containers', 'its processes belong to the engine; the supervision is the same');
      const pid = Number(readFileSync(join(folder, 'lab', 'kamailio.pid'), 'utf8'));
      const before = await lab.listenerFor('sip', {});
      const faults = lab.faults().length;
      process.kill(pid, 'SIGKILL');
      await expect
        .poll(() => lab.faults().slice(faults))
        .toEqual([
          { code: 'LAB_PROGRAM_DIED', message: expect.stringContaining('kamailio was killed') as unknown as string },
        ]);
      const after = await lab.listenerFor('sip', {});
      expect(after).toEqual(before);
      const socket = await open(after, sipHost);
      expect(await exchange(socket, register(1))).toMatch(/^SIP\/2.0 401 /);
      socket.destroy();
    });
  });
}

test('a stopped lab leaves no process', async () => {
  const { possible, reason } = await canRun('local');
  test.skip(!possible, reason);
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-lab-'));
  const pki = await createPki({ keyFolder: join(labFolder, 'keys') });
  const lab = await startLab({
    ...{ runtime: 'local', slot: 0, pki, folder: join(folder, 'lab'), accounts: [], files: [] },
    fronts: { sip: address(5061), provisioning: address(443) },
    clear: { sip: address(5060), http: address(8080) },
    credentials: { username: 'phone', password: 'x' },
  });
  expect(processesIn(folder).length).toBeGreaterThan(3);
  await lab.stop();
  await expect.poll(() => processesIn(folder)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

async function canRun(runtime: 'local' | 'containers'): Promise<{ possible: boolean; reason: string }> {
  if (runtime === 'local') {
    const { ok, reason } = localIsPossible();
    return { possible: ok || !!process.env['CI'], reason };
  }
  const chosen = await chooseRuntime(process.env['RINGPROOF_RUNTIME'] === 'local' ? 'local' : 'auto');
  return { possible: chosen.runtime === 'containers', reason: chosen.why };
}

const versions = [
  ['TLS 1.0', '-tls1'],
  ['TLS 1.1', '-tls1_1'],
  ['TLS 1.2', '-tls1_2'],
  ['TLS 1.3', '-tls1_3'],
] as const;

const showsCertificate = ({ suite }: Profile): boolean => !suite || !pinnedSuites[suite].anonymous;

const spoken = ({ version }: Profile): string[] => (version ? [version] : ['TLS 1.2', 'TLS 1.3']);

/** The leaf that openssl got with exactly that version, or null where the server did not speak it. */
async function servedTo({ address }: Pick<Listener, 'address'>, host: string, flag: string): Promise<string | null> {
  const output = await handshake({ address }, host, flag);
  const pem = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(output)?.[0];
  return pem ? createHash('sha256').update(new X509Certificate(pem).raw).digest('hex') : null;
}

async function handshake({ address }: Pick<Listener, 'address'>, host: string, ...flags: string[]): Promise<string> {
  const target = ['-connect', `${address?.host}:${address?.port}`, '-servername', host];
  const everything = ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'];
  return (await run('openssl', ['s_client', ...target, ...flags, ...everything])).output;
}

/** Suite and ephemeral key, as openssl prints them. */
const selectedIn = (output: string): string[] => [
  /Cipher is (\S+)/.exec(output)?.[1] ?? 'none',
  /Server Temp Key: (X25519|ECDH, \w+)/.exec(output)?.[1] ?? 'none',
];

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += 8) results.push(...(await Promise.all(items.slice(i, i + 8).map(work))));
  return results;
}

async function open(
  { address }: Listener,
  servername: string,
  identity: { cert?: string; key?: string } = {},
): Promise<TLSSocket & { clientRandoms: string[] }> {
  const socket = connect({ ...address, servername, rejectUnauthorized: false, ...identity });
  const clientRandoms: string[] = [];
  socket.on('keylog', (line: Buffer) => clientRandoms.push(line.toString().split(' ')[1] ?? ''));
  await once(socket, 'secureConnect');
  return Object.assign(socket, { clientRandoms });
}

/** Whether the lab told the secrets of this very connection. */
const secretsOf = (keyLog: string, { clientRandoms }: { clientRandoms: string[] }): boolean =>
  clientRandoms.length > 0 && clientRandoms.every((random) => keyLog.includes(random));

/** Sends a request and gives the answer: up to the end of the header of SIP without a body, or until the server closes. */
async function exchange(socket: TLSSocket, request: string): Promise<string> {
  let answer = '';
  const done = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('end', resolve);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      if (answer.startsWith('SIP/2.0') && answer.includes('\r\n\r\n')) resolve();
    });
  });
  socket.write(request);
  await done;
  socket.removeAllListeners('data');
  return answer;
}

function register(sequence: number, authorizationLine = '', contact = true): string {
  return [
    `REGISTER sip:${sipHost} SIP/2.0`,
    `Via: SIP/2.0/TLS client.invalid;branch=z9hG4bK-test-${sequence}-${Date.now()};rport`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${sipHost}>;tag=test`,
    `To: <sip:${user}@${sipHost}>`,
    'Call-ID: lab-test',
    `CSeq: ${sequence} REGISTER`,
    ...(contact ? [`Contact: <sip:${user}@client.invalid;transport=tls>;expires=60`] : []),
    ...(authorizationLine ? [authorizationLine] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

let nonceCount = 0;

/** RFC 2617 §3.2.2 with qop=auth. */
function authorization(challenge: string, secret: string): string {
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const [realm, nonce, nc, uri] = [
    part('realm'),
    part('nonce'),
    String(++nonceCount).padStart(8, '0'),
    `sip:${sipHost}`,
  ];
  const response = md5(`${md5(`${user}:${realm}:${secret}`)}:${nonce}:${nc}:cnonce:auth:${md5(`REGISTER:${uri}`)}`);
  return `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="cnonce", response="${response}"`;
}

/** Processes whose command line names the folder. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}
