import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { webCertificate } from './certificate.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;

test.describe('certificate of the management pages', () => {
  let folder: string;
  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'endpoint-web-'));
  });
  test.afterEach(() => rm(folder, { recursive: true }));

  test('is made once, readable by its owner only, and no two are alike', async () => {
    const first = await webCertificate(join(folder, 'a'), '020000000001');
    const again = await webCertificate(join(folder, 'a'), '020000000001');
    const other = await webCertificate(join(folder, 'b'), '020000000001');

    expect(again).toEqual(first);
    expect(other.sha256).not.toBe(first.sha256);
    expect((await stat(join(folder, 'a', 'httpd.pem'))).mode & 0o777).toBe(0o600);
  });

  test('is a valid server certificate in the eyes of OpenSSL', async () => {
    test.skip(!openssl && !process.env.CI, 'openssl is not installed');
    const { cert, sha256 } = await webCertificate(folder, '020000000001');
    const file = join(folder, 'cert.pem');
    await writeFile(file, cert);

    const verified = spawnSync(
      'openssl',
      ['verify', '-purpose', 'sslserver', '-verify_ip', '127.0.0.1', '-CAfile', file, file],
      { encoding: 'utf8' },
    );
    const print = spawnSync('openssl', ['x509', '-in', file, '-noout', '-fingerprint', '-sha256'], {
      encoding: 'utf8',
    });

    expect(verified.stderr).toBe('');
    expect(verified.stdout).toContain('OK');
    expect(print.stdout.trim().split('=')[1]?.replaceAll(':', '').toLowerCase()).toBe(sha256);
  });

  test('a file without a key is told, not replaced', async () => {
    await writeFile(join(folder, 'httpd.pem'), 'nothing');

    await expect(webCertificate(folder, '020000000001')).rejects.toThrow(/does not hold a certificate and its key/);
  });
});
