import { expect, test } from '@playwright/test';
import type { Pki } from '../pki/pki.ts';
import { dnsmasqArguments } from './dnsmasq-config.ts';
import { kamailioArguments, kamailioFiles } from './kamailio-config.ts';
import type { LabAccount, ProvisioningFile } from './lab.ts';
import { nginxFiles } from './nginx-config.ts';
import { pinnedSuites } from './pinned-suites.ts';
import { profiles, type ServerProgram } from './profiles.ts';
import type { ServerListener } from './server-listener.ts';

const anchors = { lab: 'LAB', factory: 'FACTORY', device: 'DEVICE', unknown: 'UNKNOWN' };
const pki: Pki = {
  now: new Date(0),
  anchors,
  certificate: (fault, host) => ({
    fault,
    chain: [],
    chainPem: `chain ${fault} ${host}`,
    keyPem: `key ${fault}`,
    leafSha256: '',
    anchorPem: null,
    pinPem: null,
    staple: null,
    published: {},
    publishedOnceRevoked: {},
    loadable: true,
    weak: false,
  }),
  authority: () => '',
  deviceIdentity: () => ({ chainPem: '', keyPem: '', leafSha256: '' }),
  clientCertificate: () => ({ chainPem: '', keyPem: '', leafSha256: '', published: {} }),
};
const address = (port: number) => ({ host: '127.0.0.1', port });
const listenersOf = (program: ServerProgram): ServerListener[] =>
  profiles[program].map((profile, index) => ({
    profile,
    inside: address(20_000 + index),
    outside: address(30_000 + index),
  }));

const kamailio = (accounts: LabAccount[] = []) =>
  kamailioFiles({
    ...{ folder: '/lab', pki, accounts, listeners: listenersOf('kamailio') },
    control: address(19_999),
    advertised: address(5061),
  });
const nginx = (files: ProvisioningFile[] = []) =>
  nginxFiles({
    ...{ folder: '/lab', pki, files, listeners: listenersOf('nginx'), asRoot: false },
    credentials: { username: 'phone', password: 'pa ss' },
    clearHttp: address(8080),
  });

/** The sections of an ini-like file by title. */
const sections = (text: string) =>
  new Map(
    text
      .split(/^\[/m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf(']')), part] as const),
  );

test.describe('Kamailio configuration', () => {
  test('listens once per profile and gives each address its own TLS section', () => {
    const files = kamailio();
    const listens = files['kamailio.cfg']?.match(/^listen=tls:\S+ advertise \S+$/gm) ?? [];
    expect(listens).toHaveLength(profiles.kamailio.length);
    expect(listens[0]).toBe('listen=tls:127.0.0.1:20000 advertise 127.0.0.1:5061');
    const tls = sections(files['tls.cfg'] ?? '');
    expect([...tls.keys()]).toEqual([
      'server:default',
      ...listenersOf('kamailio').map(({ inside }) => `server:127.0.0.1:${inside.port}`),
    ]);
  });

  test('lowers the security level on the ports of TLS 1.0, TLS 1.1 and weak suites alone', () => {
    const tls = sections(kamailio()['tls.cfg'] ?? '');
    for (const { profile, inside } of listenersOf('kamailio')) {
      const old = profile.version === 'TLS 1.0' || profile.version === 'TLS 1.1';
      const weak = old || (profile.suite !== undefined && pinnedSuites[profile.suite].weak === true);
      expect(tls.get(`server:127.0.0.1:${inside.port}`)?.includes('SECLEVEL=0'), profile.name).toBe(weak);
    }
  });

  test('checks client certificates against the device anchor where it asks for them', () => {
    const files = kamailio();
    const tls = sections(files['tls.cfg'] ?? '');
    const of = (name: string) =>
      tls.get(
        `server:127.0.0.1:${listenersOf('kamailio').find(({ profile }) => profile.name === name)?.inside.port}`,
      ) ?? '';
    expect(of('good')).toContain('verify_certificate = no');
    expect(of('optional')).toMatch(/verify_certificate = yes\nrequire_certificate = no\nca_list = \/lab\/(\S+)/);
    expect(of('required')).toContain('require_certificate = yes');
    expect(files['./certificates/device-anchor.pem']).toBe('DEVICE');
  });

  test('holds no password, only its digest', () => {
    const text = JSON.stringify(kamailio([{ user: 'alice', password: 'top"secret' }]));
    expect(text).toContain('alice');
    expect(text).not.toContain('secret');
  });

  test('refuses an account that would break out of its quotes', () => {
    expect(() => kamailio([{ user: 'a"; drop', password: 'x' }])).toThrow(/LAB_BAD_ACCOUNT.*letters, digits/s);
  });

  test('gives shared memory by the number of profiles', () => {
    const memory = (count: number) =>
      Number(
        kamailioArguments('/lab', null, count)
          .join(' ')
          .match(/-m (\d+)/)?.[1],
      );
    expect(memory(300)).toBeGreaterThan(16 + 300);
    expect(memory(1)).toBeGreaterThanOrEqual(64);
  });
});

test.describe('nginx configuration', () => {
  const servers = (text: string) => text.split(/^ {4}server \{/m).slice(1);

  test('has one server per profile, without resumption', () => {
    const text = nginx()['nginx.conf'] ?? '';
    expect(servers(text)).toHaveLength(profiles.nginx.length);
    expect(text).toContain('ssl_session_tickets off;');
    expect(text).toContain('ssl_session_cache none;');
  });

  test('redirects to the clear port and asks for a password only where the profile says so', () => {
    const parts = servers(nginx()['nginx.conf'] ?? '');
    for (const [index, { http, name }] of profiles.nginx.entries()) {
      expect(parts[index]?.includes('return 302 http://prov.lab.test:8080$request_uri'), name).toBe(
        http === 'redirect-to-http',
      );
      expect(parts[index]?.includes('auth_basic'), name).toBe(http === 'basic');
    }
    expect(nginx()['nginx-users']).toBe('phone:{PLAIN}pa ss\n');
  });

  test('serves the files it is given and refuses paths that leave its folder', () => {
    expect(nginx([{ path: '/a/b.cfg', body: 'x' }])['files/a/b.cfg']).toBe('x');
    for (const path of ['/../x', '/a b', '/a//b', '/./x', '/']) {
      expect(() => nginx([{ path, body: '' }]), path).toThrow(/LAB_BAD_FILE/);
    }
  });
});

test('dnsmasq resolves the lab and reads nothing of the machine', () => {
  const targets = { sipFront: address(5061), clearSip: address(5060), standardHost: '127.1.2.3' };
  const args = dnsmasqArguments(address(5353), targets);
  expect(args).toContain('--address=/lab.test/127.0.0.1');
  expect(args).toContain('--address=/bare.lab.test/127.1.2.3');
  expect(args).toContain('--srv-host=_sips._tcp.lab.test,proxy1.lab.test,5061');
  expect(args).toEqual(expect.arrayContaining(['--no-resolv', '--no-hosts', '--conf-file=/dev/null', '--port=5353']));
});
