/** The device against GnuTLS: its server staples, its certtool makes a CRL. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ConnectionRefused } from '../../contracts.ts';
import { createTlsConnector } from '../../tls/connector.ts';
import { surroundingsFor } from '../../tls/test-surroundings.ts';
import type { IssuedCertificate } from './test-authority.ts';
import { needTools } from './test-leaves.ts';
import { host, listening, World } from './test-world.ts';

let world: World;
let leaf: IssuedCertificate;
let revoked: IssuedCertificate;

test.beforeAll(async () => {
  needTools('openssl', 'gnutls-serv', 'certtool');
  world = await World.open();
  leaf = world.leaf('leaf', { crl: '/middle.crl' });
  revoked = world.leaf('revoked', { crl: '/middle.crl' });
  world.middle.revoke(revoked);
});
test.afterAll(() => world?.[Symbol.asyncDispose]());

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The refusal by a device that fetches nothing. */
async function verdictOn(certificate: IssuedCertificate, staple: Buffer | null, version: string): Promise<string> {
  const files = { chain: join(world.folder, 'chain.pem'), staple: join(world.folder, 'staple.der') };
  writeFileSync(files.chain, certificate.pem + world.middle.pem);
  const port = await freePort();
  const args = ['--port', String(port), '--x509certfile', files.chain, '--x509keyfile', `${certificate.path}.key`];
  args.push('--disable-client-cert', '--priority', `NORMAL:-VERS-ALL:+VERS-${version}`);
  if (staple) {
    writeFileSync(files.staple, staple);
    args.push('--ocsp-response', files.staple, '--ignore-ocsp-response-errors');
  }
  const server = spawn('gnutls-serv', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const ended = new Promise((resolve) => server.on('close', resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      const read = (chunk: Buffer): void => {
        printed += chunk.toString();
        if (/listening on IPv4 .*done/.test(printed)) resolve();
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.on('close', () => reject(new Error(`gnutls-serv ended: ${printed}`)));
    });
    const surroundings = surroundingsFor({
      anchors: [world.root.pem],
      flaws: ['checks-leaf-revocation-only', 'never-fetches-revocation-data'],
      settings: { tls: { revocation: 'hard' } },
    });
    return await createTlsConnector(surroundings)
      .connect({ service: 'sip', host, port, identity: host, validate: true })
      .then(
        (stream) => {
          stream.on('error', () => undefined).destroy();
          return 'accepted';
        },
        (error: unknown) => {
          if (!(error instanceof ConnectionRefused)) throw error;
          return `${error.refusal.kind}: ${error.refusal.reason}`;
        },
      );
  } finally {
    server.kill();
    await ended;
  }
}

for (const version of ['TLS1.2', 'TLS1.3']) {
  test(`gnutls-serv over ${version}: its staples are read`, async () => {
    const respond = (certificate: IssuedCertificate): Buffer => world.middle.respond(world.middle.request(certificate));
    expect(await verdictOn(leaf, respond(leaf), version)).toBe('accepted');
    expect(await verdictOn(revoked, respond(revoked), version)).toMatch(/^revoked: /);
    // Nothing else tells the status: the first verdict came from the staple.
    expect(await verdictOn(leaf, null, version)).toMatch(/^revocation-unknown: /);
  });
}

test('a CRL that certtool has made is read', async () => {
  const middle = join(world.folder, 'Middle');
  writeFileSync(join(middle, 'crl.tmpl'), 'crl_next_update = 9\ncrl_number = 7\n');
  const options = ['--load-ca-privkey', 'ca.key', '--load-ca-certificate', 'ca.pem', '--template', 'crl.tmpl'];
  const files = ['--load-certificate', `${revoked.path}.pem`, '--outder', '--outfile', 'gnutls.crl'];
  execFileSync('certtool', ['--generate-crl', ...options, ...files], { cwd: middle, stdio: 'pipe' });
  const answers = { '/middle.crl': readFileSync(join(middle, 'gnutls.crl')) };
  expect((await world.meet({ leaf, answers })).verdict).toBe('accepted');
  expect((await world.meet({ leaf: revoked, answers })).verdict).toBe('revoked');
});
