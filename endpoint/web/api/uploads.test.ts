import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startTestDevice } from '../test-device.ts';
import { anchors, list, namesake, other, put, remove, root } from './test-uploads.ts';

/** What openssl makes of its arguments; files are named in the folder that it runs in. */
function made(files: Record<string, string>, out: string, ...args: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    execFileSync('openssl', [...args, '-out', out], { cwd: folder, stdio: 'pipe' });
    return readFileSync(join(folder, out));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const both = { 'a.pem': root.pem + other.pem };
const pkcs7 = (...args: string[]): Buffer => made(both, 'b.p7b', 'crl2pkcs7', '-nocrl', '-certfile', 'a.pem', ...args);

test.describe('files that are taken', () => {
  const taken: [string, Buffer, number][] = [
    ['PEM with CRLF and without a final newline', Buffer.from(root.pem.trimEnd().replaceAll('\n', '\r\n')), 1],
    ['PEM with text around', Buffer.from(`Subject: CN=Root\n${root.pem}\nthat is all\n`), 1],
    ['PEM with a byte order mark', Buffer.from(`\ufeff${root.pem}`), 1],
    ['PEM with indented lines', Buffer.from(root.pem.replaceAll('\n', '\n  ')), 1],
    ['PEM under its old name', Buffer.from(root.pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')), 1],
    ['a bundle', Buffer.from(other.pem + root.pem), 2],
    ['DER', root.der, 1],
    ['DER after DER', Buffer.concat([root.der, other.der]), 2],
    ['PKCS#7 in PEM', pkcs7(), 2],
    ['PKCS#7 in DER', pkcs7('-outform', 'DER'), 2],
  ];
  for (const [form, content, count] of taken) {
    test(`${form}: whatever its name says, and after a reboot`, async () => {
      await using device = await startTestDevice();
      const statuses = [];
      for (const name of ['a.pem', 'a.der', 'no suffix'])
        statuses.push((await put(device, name, content)).status, (await remove(device, name)).status);
      const added = await put(device, 'a.crt', content);

      expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
      expect(added.json<{ certificates: object[] }>().certificates).toHaveLength(count);
      expect(anchors(device)).toContain(root.pem);
      await device.ask('POST', '/api/v1/reset', { kind: 'reboot' });
      expect(anchors(device)).toHaveLength(count);
      expect(await list(device)).toEqual(['a.crt']);
    });
  }

  test('the same authority twice, and two of the same name', async () => {
    await using device = await startTestDevice();
    for (const [name, { pem }] of Object.entries({ a: root, b: root, c: namesake })) await put(device, name, pem);
    expect(anchors(device)).toEqual([root.pem, root.pem, namesake.pem]);
    await remove(device, 'a');
    expect(anchors(device)).toEqual([root.pem, namesake.pem]);
  });
});

test.describe('files that are refused', () => {
  const files = { 'a.pem': root.pem, 'k.pem': root.keyPem };
  const pfx = made(files, 'a.p12', 'pkcs12', '-export', '-in', 'a.pem', '-inkey', 'k.pem', '-passout', 'pass:x');
  const refused: [string, Buffer | string, RegExp][] = [
    ['an empty file', '', /empty/],
    ['5 MB', Buffer.alloc(5_000_000, 0x41), /too large/],
    ['random bytes', Buffer.from([...Array(900).keys()].map((i) => (i * 197 + 31) % 256)), /no certificate/],
    ['plain text', 'hello', /no certificate/],
    ['truncated PEM', root.pem.slice(0, 400), /cut short/],
    ['a bundle with a truncated end', root.pem + other.pem.slice(0, 400), /cut short/],
    ['truncated DER', root.der.subarray(0, 300), /no certificate/],
    ['bytes behind DER in PEM', root.pem.replace('=\n-----END', '\nAAAA=\n-----END'), /damaged|no base64/],
    ['PEM of no base64', root.pem.replace('\nM', '\n?'), /no base64/],
    ['a damaged certificate behind a good one', root.pem + other.pem.replace('\nM', '\nQ'), /2 of 2/],
    ['TRUSTED CERTIFICATE', made(files, 't.pem', 'x509', '-in', 'a.pem', '-trustout'), /TRUSTED CERTIFICATE/],
    ['PKCS#12', pfx, /PKCS#12/],
    ['truncated PKCS#7', pkcs7('-outform', 'DER').subarray(0, 500), /PKCS#7|no certificate/],
    ['a private key', root.keyPem, /private key/],
    ['a private key beside its certificate', root.pem + root.keyPem, /private key/],
    ['a private key in DER', made(files, 'k.der', 'pkey', '-in', 'k.pem', '-outform', 'DER'), /private key/],
    [
      'a locked private key',
      made(files, 'l.pem', 'pkcs8', '-topk8', '-in', 'k.pem', '-passout', 'pass:x'),
      /private key/,
    ],
    ['a public key', made(files, 'p.pem', 'pkey', '-in', 'k.pem', '-pubout'), /no certificate but a PUBLIC KEY/],
    ['a request', made(files, 'r.pem', 'req', '-new', '-key', 'k.pem', '-subj', '/CN=x'), /CERTIFICATE REQUEST/],
  ];
  for (const [what, content, reason] of refused) {
    test(`${what}: the list stays as it was, and the sentence says what is taken`, async () => {
      await using device = await startTestDevice();
      await put(device, 'good.pem', root.pem);

      const fresh = await put(device, 'bad.pem', content);
      const over = await put(device, 'good.pem', content);

      expect([fresh.status, over.status]).toEqual([fresh.status === 413 ? 413 : 400, fresh.status]);
      const { error } = fresh.json<{ error: string }>();
      expect(error).toMatch(reason);
      expect(error).toMatch(/Accepted are X\.509 certificates as PEM .*, DER .* or PKCS#7 .* at most 524288 bytes/);
      expect([await list(device), anchors(device)]).toEqual([['good.pem'], [root.pem]]);
      expect((await put(device, 'next.pem', other.pem)).status).toBe(200);
    });
  }

  for (const name of [
    '../sipclient.pem',
    '..',
    '.',
    '',
    ' ',
    'a/b',
    'a\\b',
    '/etc/x.pem',
    'a\0.pem',
    'a\n.pem',
    '.hidden',
    '%2e%2e%2fa',
    'a\u202emep.pem',
    '．．／a.pem',
    'e\u0301.pem',
    '𝐚'.repeat(60),
    'a'.repeat(129),
    'a'.repeat(9000),
  ]) {
    test(`the name ${JSON.stringify(name.slice(0, 20))} of ${name.length}`, async () => {
      await using device = await startTestDevice();
      for (const folder of ['certs/trusted', 'certs'] as const) {
        const answer = await put(device, name, root.pem, folder);
        expect(answer.status).toBe(400);
        expect(answer.json().error).toMatch(/^The file name .* at most 128/s);
        expect(await list(device, folder)).toEqual([]);
      }
      expect(anchors(device)).toEqual([]);
    });
  }
});
