/** Where the device goes, and whose certificate it wants there: SRV records, and addresses in place of names. */
import { expect, test } from '@playwright/test';
import type { AttemptResult, DeepPartial, ServiceTarget } from '../contracts.ts';
import type { FlawName } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { createTlsConnector } from '../tls/connector.ts';
import { serve, surroundingsFor, type TestServer } from '../tls/test-surroundings.ts';
import { makeCertificate, type TestCertificate } from '../trust/test-certificates.ts';
import { createSipAgent } from './agent.ts';

const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const leaf = (uris: string[], dns: string[] = []): TestCertificate => makeCertificate({ issuer: root, uris, dns });

/** Answers every REGISTER with 200. */
const registrar = ({ pem, keyPem }: TestCertificate, address?: string): Promise<TestServer> =>
  serve(
    { cert: pem, key: keyPem },
    (text, stream) => {
      if (!text.endsWith('\r\n\r\n')) return;
      const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact):/i.test(line));
      const [to] = kept.filter((line) => /^To:/i.test(line));
      const lines = kept.map((line) => (line === to ? `${line};tag=registrar` : line));
      stream.write(['SIP/2.0 200 OK', ...lines, 'Content-Length: 0', '\r\n'].join('\r\n'));
    },
    address,
  );

interface Setup {
  domain: string;
  sip?: DeepPartial<Settings['sip']>;
  /** What DNS knows of the domain. */
  targets?: ServiceTarget[];
  flaws?: FlawName[];
}

async function register({
  domain,
  sip = {},
  targets = [],
  flaws = [],
}: Setup): Promise<AttemptResult & { server: string }> {
  const surroundings = {
    ...surroundingsFor({
      anchors: [root.pem],
      flaws,
      settings: { account: { domain, user: 'alice' }, sip: { ...sip } },
    }),
    resolve: async (host: string) => (host.endsWith('.test') ? '127.0.0.1' : host),
    locate: async () => targets,
  };
  const agent = createSipAgent(surroundings, createTlsConnector(surroundings));
  const result = await agent.register();
  const { server } = agent.registration();
  await agent.stop();
  return { ...result, server };
}

const domain = 'lab.test';
const named = leaf(['sip:lab.test'], ['proxy1.lab.test']);
const targetOnly = leaf([], ['proxy1.lab.test']);

test.describe('SRV', () => {
  const srv = { locate: 'srv' } as const;

  test('leads to its target, which is asked for the domain and whose certificate names it', async () => {
    await using server = await registrar(named);
    const targets = [{ host: 'proxy1.lab.test', port: server.port }];
    expect(await register({ domain, sip: srv, targets })).toEqual({
      outcome: 'accepted',
      server: `proxy1.lab.test:${server.port}`,
    });
    expect(await server.next()).toMatchObject({ serverName: 'lab.test' });
  });

  test('a certificate for the target alone is refused, but not with the flaw', async () => {
    await using server = await registrar(targetOnly);
    const setup = { domain, sip: srv, targets: [{ host: 'proxy1.lab.test', port: server.port }] };
    const refused = await register(setup);
    expect(refused.outcome).toBe('refused');
    expect(refused.reason).toContain('does not name lab.test');
    expect((await server.next()).text).toBe('');
    expect(await register({ ...setup, flaws: ['checks-srv-target-name'] })).toMatchObject({ outcome: 'accepted' });
    await using other = await registrar(leaf([], ['other.lab.test']));
    const elsewhere = { ...setup, targets: [{ host: 'proxy1.lab.test', port: other.port }] };
    expect((await register({ ...elsewhere, flaws: ['checks-srv-target-name'] })).outcome).toBe('refused');
  });

  test('the next target is tried where one cannot be reached, never where one is refused', async () => {
    await using good = await registrar(named);
    await using bad = await registrar(targetOnly);
    const closed = await registrar(named);
    await closed[Symbol.asyncDispose]();
    const at = ({ port }: TestServer): ServiceTarget => ({ host: 'proxy1.lab.test', port });
    expect(await register({ domain, sip: srv, targets: [at(closed), at(good)] })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await register({ domain, sip: srv, targets: [at(bad), at(good)] })).toMatchObject({
      outcome: 'refused',
      server: `proxy1.lab.test:${bad.port}`,
    });
  });

  test('without a record the domain is the host, at the default port', async () => {
    expect(await register({ domain, sip: { ...srv, port: 7 } })).toMatchObject({ server: 'lab.test:5061' });
    const flaws: FlawName[] = ['defaults-to-5060'];
    expect(await register({ domain, sip: srv, flaws })).toMatchObject({ server: 'lab.test:5060' });
  });

  test('is not asked for where it is not to be, nor beside a proxy', async () => {
    await using server = await registrar(named);
    const targets = [{ host: 'proxy1.lab.test', port: 1 }];
    const { port } = server;
    expect(await register({ domain, sip: { port }, targets })).toMatchObject({ server: `lab.test:${port}` });
    await using proxy = await registrar(leaf([], ['sip.lab.test']));
    const outboundProxy = `sip.lab.test:${proxy.port}`;
    expect(await register({ domain, sip: { ...srv, outboundProxy }, targets })).toMatchObject({
      outcome: 'accepted',
      server: outboundProxy,
    });
  });
});

test.describe('outbound proxy', () => {
  const at = ({ port }: TestServer): Setup => ({ domain, sip: { outboundProxy: `sip.lab.test:${port}` } });

  test('is the one whom the certificate must name, and the account stays what it is', async () => {
    await using server = await registrar(leaf(['sip:sip.lab.test']));
    expect(await register(at(server))).toMatchObject({ outcome: 'accepted' });
    const { text, serverName } = await server.next();
    expect(serverName).toBe('sip.lab.test');
    expect(text).toContain('REGISTER sip:lab.test SIP/2.0\r\n');
  });

  test('is not accepted for the domain of the account, but with the flaw', async () => {
    await using server = await registrar(leaf(['sip:lab.test']));
    const refused = await register(at(server));
    expect(refused.reason).toContain('does not name sip.lab.test');
    const flaws: FlawName[] = ['checks-account-domain-behind-proxy'];
    expect(await register({ ...at(server), flaws })).toMatchObject({ outcome: 'accepted' });
  });
});

for (const [address, inUri] of [
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '[::1]'],
] as const) {
  test.describe(`the address ${address} as domain`, () => {
    test('is connected to, written as a URI wants it, and never a server name', async () => {
      await using server = await registrar(leaf([`sip:${inUri}`]), address);
      expect(await register({ domain: address, sip: { port: server.port, locate: 'srv' } })).toMatchObject({
        outcome: 'accepted',
      });
      const { text, serverName } = await server.next();
      expect(serverName).toBeNull();
      expect(text).toContain(`REGISTER sip:${inUri} SIP/2.0\r\n`);
      expect(text).toContain(`<sip:alice@${inUri}>`);
      expect(text).toContain(`Via: SIP/2.0/TLS ${inUri};`);
    });

    test('as proxy of a named domain changes nothing about the certificate', async () => {
      await using server = await registrar(named, address);
      const sip = { outboundProxy: `${inUri}:${server.port}` };
      expect(await register({ domain, sip })).toMatchObject({ outcome: 'accepted' });
      await using other = await registrar(leaf([`sip:${inUri}`]), address);
      expect((await register({ domain, sip: { outboundProxy: `${inUri}:${other.port}` } })).outcome).toBe('refused');
    });
  });
}

test('sends-address-as-server-name', async () => {
  await using server = await registrar(leaf(['sip:127.0.0.1']));
  const setup = { domain: '127.0.0.1', sip: { port: server.port } };
  await register({ ...setup, flaws: ['sends-address-as-server-name'] });
  expect((await server.next()).serverName).toBe('127.0.0.1');
});
