import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { openTrustStore } from './store.ts';
import { makeCertificate } from './test-certificates.ts';

const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const other = makeCertificate({ cn: 'Other', ca: true, key: 'other' });

let folder = '';
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-'))));
test.afterEach(() => rmSync(folder, { recursive: true }));

test.describe('trust store', () => {
  const open = (flaws = new Flaws(), factoryAnchors = '') =>
    openTrustStore({
      certs: folder,
      factoryAnchors,
      maxEntries: () => 3,
      hasFactoryAnchors: () => true,
      onRemoval: () => undefined,
      flaws,
    });

  const forms: [string, Buffer, number][] = [
    ['PEM', Buffer.from(root.pem), 1],
    ['PEM with CRLF', Buffer.from(root.pem.replaceAll('\n', '\r\n')), 1],
    ['PEM with text around', Buffer.from(`subject: Root\n${root.pem}\n# end`), 1],
    ['PEM without a final newline', Buffer.from(root.pem.trimEnd()), 1],
    ['a bundle', Buffer.from(root.pem + other.pem), 2],
    ['DER', root.der, 1],
  ];
  for (const [form, content, count] of forms) {
    test(`takes ${form}, lists it, and has it after a restart`, async () => {
      const store = await open();
      const added = await store.add('my root (2).pem', content);
      expect(added.certificates).toHaveLength(count);
      expect(added.certificates[0]).toMatchObject({ subject: 'CN=Root', selfSigned: true });
      expect(await store.list()).toEqual([added]);
      expect(store.anchors()).toHaveLength(count);
      const again = await open();
      expect(again.anchors()).toEqual(store.anchors());
      await again.remove('my root (2).pem');
      expect([again.anchors(), await again.list()]).toEqual([[], []]);
    });
  }

  const refused: [string, Buffer, RegExp][] = [
    ['a private key', Buffer.from(root.pem + root.keyPem), /private key/],
    ['a private key in DER', Buffer.from(root.keyPem.replace(/-----.*-----/g, ''), 'base64'), /private key/],
    ['an empty file', Buffer.alloc(0), /empty/],
    ['garbage', Buffer.from('certificate'), /no certificate/],
    ['a damaged certificate', Buffer.from(root.pem.replace(/\nM/, '\nQ')), /damaged/],
    ['a file over 512 KiB', Buffer.alloc(512 * 1024 + 1, 10), /too large.*at most 524288 bytes/],
  ];
  for (const [title, content, reason] of refused) {
    test(`refuses ${title}`, async () => {
      const store = await open();
      await expect(store.add('a.pem', content)).rejects.toThrow(reason);
      expect(readdirSync(join(folder, 'trusted'))).toEqual([]);
    });
  }

  for (const name of [
    '../a.pem',
    'a/b.pem',
    '..\\a.pem',
    '/etc/a.pem',
    '.a.pem',
    '..',
    'a\0.pem',
    'a\n.pem',
    '',
    'a'.repeat(129),
  ]) {
    test(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
      const store = await open();
      await expect(store.add(name, Buffer.from(root.pem))).rejects.toThrow(/^The file name/);
      await expect(store.remove(name)).rejects.toThrow(/^The file name/);
    });
  }

  test('a file that was put there by hand is told to be wrong', async () => {
    const store = await open();
    writeFileSync(join(folder, 'trusted', 'note.txt'), 'hello');
    expect(await store.list()).toMatchObject([{ name: 'note.txt', certificates: [], problem: expect.any(String) }]);
    expect((await open()).anchors()).toEqual([]);
    await expect(store.remove('nothing.pem')).rejects.toThrow('There is no file "nothing.pem"');
  });

  test('the factory’s authorities are trusted and not listed', async () => {
    const store = await open(new Flaws(), root.pem + other.pem);
    expect(store.anchors()).toHaveLength(2);
    expect(await store.list()).toEqual([]);
  });

  test('flaws', async () => {
    const flaws = new Flaws();
    const store = await open(flaws, other.pem);
    flaws.set(['ignores-uploaded-authority']);
    await store.add('root.pem', Buffer.from(root.pem));
    expect(store.anchors()).toEqual([other.pem]);
    flaws.set(['keeps-deleted-authority']);
    await store.remove('root.pem');
    expect([store.anchors(), await store.list()]).toEqual([[other.pem, root.pem], []]);
    flaws.set([]);
    expect(store.anchors()).toEqual([other.pem]);
    flaws.set(['keeps-deleted-authority']);
    expect(store.anchors()).toEqual([other.pem]);
  });

  test('flaws by which a good file is refused', async () => {
    const flaws = new Flaws();
    const store = await open(flaws);
    const refused: [FlawName, string, Buffer][] = [
      ['needs-final-newline', 'root.pem', Buffer.from(root.pem.trimEnd())],
      ['goes-by-file-names', 'root.der', Buffer.from(root.pem)],
      ['goes-by-file-names', 'root.pem', root.der],
      ['refuses-der-files', 'root.cer', root.der],
      ['refuses-crlf-files', 'root.crt', Buffer.from(root.pem.replaceAll('\n', '\r\n'))],
      ['refuses-text-around-pem', 'root.cer', Buffer.from(`\ufeff${root.pem}`)],
    ];
    for (const [flaw, name, content] of refused) {
      flaws.set([flaw]);
      await expect(store.add(name, content), flaw).rejects.toThrow();
      flaws.set([]);
      await store.add(name, content);
      await store.remove(name);
    }
    flaws.set(['goes-by-file-names', 'needs-final-newline']);
    for (const name of ['root.pem', 'root.cer', 'root.crt']) await store.add(name, Buffer.from(root.pem));
  });

  test('the flaw that leaves one file trusted', async () => {
    const flaws = new Flaws();
    const store = await open(flaws);
    await store.add('b.pem', Buffer.from(root.pem));
    await store.add('a.pem', Buffer.from(other.pem));
    flaws.set(['trusts-first-file-only']);
    expect(store.anchors()).toEqual([root.pem]);
    flaws.set([]);
    expect(store.anchors()).toEqual([root.pem, other.pem]);
  });
});
