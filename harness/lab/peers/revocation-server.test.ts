import { connect } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createPki, type Pki } from '../../pki/pki.ts';
import { pemOf } from '../../pki/pem.ts';
import { startRevocationServer, type RevocationServer } from './revocation-server.ts';
import { lacks, makeBench, run, type Bench } from './testing.ts';

test.describe.configure({ mode: 'default' });
test.beforeEach(() => test.skip(lacks('openssl', 'version') || lacks('curl'), 'openssl or curl is not installed'));

const host = 'sip.lab.test';
let bench: Bench;
let server: RevocationServer;
let pki: Pki;

test.beforeAll(async () => {
  bench = await makeBench();
  server = await startRevocationServer({ slowness: 300 });
  pki = await createPki({ keyFolder: join(bench.folder, 'keys'), revocationBase: server.base });
  for (const fault of ['good-by-crl', 'crl-slow', 'good-by-ocsp', 'revoked-by-ocsp'] as const) {
    server.publish(pki.certificate(fault, host).published);
  }
});

test.afterAll(async () => {
  await server.stop();
  bench.remove();
});

/** What curl prints after an empty body. */
const status = ['-s', '-o', join('/', 'dev', 'null'), '-w', '%{http_code} %{content_type}'];

for (const [index, path] of [`/good-by-crl/${host}/leaf.crl`, '/lab-root.crl'].entries()) {
  test(`openssl fetches ${path} from where the certificate names it, and verifies with it`, async () => {
    const mark = performance.now();
    const { chain } = pki.certificate('good-by-crl', host);
    const file = (name: string, content: string): string => {
      writeFileSync(join(bench.folder, name), content);
      return join(bench.folder, name);
    };
    const trust = ['-no-CApath', '-CAfile', bench.anchor, '-untrusted', file('above.pem', pemOf(...chain.slice(1)))];
    const subject = file('subject.pem', pemOf(...chain.slice(index, index + 1)));
    expect((await run('openssl', ['verify', ...trust, '-crl_check', '-crl_download', subject])).output).toMatch(/: OK/);
    const fetched = server.fetchesSince(mark);
    expect(fetched.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET ${path}`]);
    expect(fetched[0]?.bytes).toBeGreaterThan(100);
    expect(server.fetchesSince(performance.now())).toEqual([]);
  });
}

for (const [fault, answer] of [
  ['good-by-ocsp', 'good'],
  ['revoked-by-ocsp', 'revoked'],
] as const) {
  test(`openssl ocsp asks by POST and is told ${answer}`, async () => {
    expect(await asked(fault, [])).toMatch(new RegExp(`asked\\.pem: ${answer}[^]*Response verify OK`));
  });
}

test('curl asks by GET and is given the very response', async () => {
  await asked('good-by-ocsp', ['-reqout', join(bench.folder, 'request.der')]);
  const base64 = (await run('openssl', ['base64', '-A', '-in', join(bench.folder, 'request.der')])).output;
  const url = `${server.base}/good-by-ocsp/${host}/ocsp`;
  for (const request of [encodeURIComponent(base64), base64]) {
    const { output } = await run('curl', [...status, `${url}/${request}`]);
    expect(output).toBe('200 application/ocsp-response');
  }
  expect((await run('curl', [...status, `${url}/bm8gcmVxdWVzdA==`])).output).toMatch(/^400/);
});

test('what cannot be read, is too large, is not there or not allowed is answered so', async () => {
  const url = `${server.base}/good-by-ocsp/${host}/ocsp`;
  const code = async (...args: string[]): Promise<string> => (await run('curl', [...status, ...args])).output.trim();
  expect(await code('--data-binary', 'no request', url)).toBe('400');
  writeFileSync(join(bench.folder, 'large'), Buffer.alloc(70_000, 0x30));
  expect(await code('-H', 'Expect:', '--data-binary', `@${join(bench.folder, 'large')}`, url)).toBe('413');
  expect(await code(`${server.base}/other.crl`)).toBe('404');
  expect(await code(`${server.base}/other/ocsp`)).toBe('404');
  expect(await code('-X', 'POST', `${server.base}/lab-root.crl`)).toBe('405');
  expect(await code(`${server.base}/lab-root.crl`)).toBe('200 application/pkix-crl');
});

test('what is under /slow/ comes late', async () => {
  const url = `${server.base}/slow/crl-slow/${host}/leaf.crl`;
  expect((await run('curl', ['-m', '0.1', ...status, url])).output).toMatch(/^000/);
  const before = performance.now();
  expect((await run('curl', [...status, url])).output).toBe('200 application/pkix-crl');
  expect(performance.now() - before).toBeGreaterThan(290);
});

test('no connection and no port outlives it', async () => {
  const short = await startRevocationServer();
  const { port } = new URL(short.base);
  const idle = connect(Number(port), '127.0.0.1');
  await once(idle, 'connect');
  const closed = once(idle, 'close');
  await short.stop();
  await closed;
  const refused = once(connect(Number(port), '127.0.0.1'), 'error');
  expect((await refused)[0]).toMatchObject({ code: 'ECONNREFUSED' });
});

/** What `openssl ocsp` prints of the fault's leaf. */
async function asked(fault: 'good-by-ocsp' | 'revoked-by-ocsp', options: readonly string[]): Promise<string> {
  const [leaf = Buffer.alloc(0), intermediate = Buffer.alloc(0)] = pki.certificate(fault, host).chain;
  const path = (name: string): string => join(bench.folder, name);
  writeFileSync(path('asked.pem'), pemOf(leaf));
  writeFileSync(path('issuer.pem'), pemOf(intermediate));
  const about = ['-issuer', path('issuer.pem'), '-cert', path('asked.pem'), '-no_nonce'];
  const trust = ['-CAfile', bench.anchor, '-verify_other', path('issuer.pem')];
  const where = ['-url', `${server.base}/${fault}/${host}/ocsp`];
  return (await run('openssl', ['ocsp', ...about, ...trust, ...where, ...options])).output;
}
