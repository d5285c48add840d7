import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../../flaws.ts';
import { startTestDevice, type TestDevice } from '../test-device.ts';
import { anchors, list, namesake, other, own, put, remove, root, setFlaws } from './test-uploads.ts';

test.describe('the limit of entries', () => {
  test('16 are taken; the 17th is refused and replaces none; deleting makes room', async () => {
    await using device = await startTestDevice();
    const name = (i: number): string => `ca ${String(i).padStart(2, '0')}.pem`;
    for (let i = 1; i <= 15; i++) expect((await put(device, name(i), root.pem)).status).toBe(200);

    const two = await put(device, 'two.pem', root.pem + other.pem);
    const last = await put(device, name(16), other.pem);
    const over = await put(device, name(17), root.pem);
    const replaced = await put(device, name(16), namesake.pem);

    expect([two.status, last.status, over.status, replaced.status]).toEqual([400, 200, 400, 200]);
    expect(over.json().error).toMatch(
      /full: it takes 16 certificates and holds 16; the file has 1\. Nothing was changed/,
    );
    expect(await list(device)).toEqual([...Array(16).keys()].map((i) => name(i + 1)));
    expect(anchors(device)).toHaveLength(16);
    await remove(device, name(3));
    expect((await put(device, name(17), root.pem)).status).toBe(200);
  });

  test('uploads at once cannot pass it', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { tls: { maxTrustedEntries: 3 } });
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => put(device, name, root.pem)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(anchors(device)).toHaveLength(3);
  });

  test('by flaw the oldest gives way', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { tls: { maxTrustedEntries: 2 } });
    await setFlaws(device, 'overwrites-when-full');
    for (const [name, { pem }] of Object.entries({ z: root, b: other, c: namesake })) await put(device, name, pem);
    expect([await list(device), anchors(device)]).toEqual([
      ['b', 'c'],
      [other.pem, namesake.pem],
    ]);
  });
});

test.describe('the folder certs', () => {
  test('keeps certificates and trusts none of them', async () => {
    await using device = await startTestDevice();

    const kept = await put(device, 'root.pem', root.pem, 'certs');
    const key = await put(device, 'SipClient.pem', own.pem + own.keyPem, 'certs');
    const folder = await put(device, 'trusted', root.pem, 'certs');

    expect([kept.status, key.status, folder.status]).toEqual([200, 400, 400]);
    expect([await list(device, 'certs'), await list(device), anchors(device)]).toEqual([['root.pem'], [], []]);
    await setFlaws(device, 'trusts-the-certs-folder');
    expect(anchors(device)).toEqual([root.pem]);
    await remove(device, 'root.pem', 'certs');
    expect(anchors(device)).toEqual([]);
  });

  test('sipclient.pem is the identity, and its key is shown nowhere', async () => {
    await using device = await startTestDevice({ hasIdentity: true });
    const pem = own.pem + own.keyPem;
    const source = async (): Promise<string> =>
      (await device.ask('GET', '/api/v1/state')).json<{ identity: { source: string } }>().identity.source;

    const inTrusted = await put(device, 'sipclient.pem', pem);
    const before = await source();
    const added = await put(device, 'sipclient.pem', pem, 'certs');
    const mismatch = await put(device, 'sipclient.pem', own.pem + root.keyPem, 'certs');
    const after = await source();

    expect([inTrusted.status, before, added.status, mismatch.status, after]).toEqual([
      400,
      'factory',
      200,
      400,
      'uploaded',
    ]);
    const key = own.keyPem.split('\n')[1]!;
    for (const path of ['files?folder=certs', 'files/certs/sipclient.pem', 'state', 'settings', 'log', 'clock'])
      expect((await device.ask('GET', `/api/v1/${path}`)).text).not.toContain(key);
    expect(await list(device, 'certs')).toEqual(['sipclient.pem']);
    expect((await remove(device, 'sipclient.pem', 'certs')).status).toBe(200);
    expect(await source()).toBe('factory');
    expect((await remove(device, 'sipclient.pem', 'certs')).status).toBe(404);
  });

  test('by flaw the removed identity leaves none behind', async () => {
    await using device = await startTestDevice({ hasIdentity: true });
    await setFlaws(device, 'no-fallback-identity');
    await put(device, 'sipclient.pem', own.pem + own.keyPem, 'certs');
    await device.ask('POST', '/api/v1/identity/restore');
    expect(device.device.surroundings.identity.current()).toBeNull();
    await setFlaws(device);
    expect(device.device.surroundings.identity.current()?.source).toBe('factory');
  });
});

test.describe('resets', () => {
  /** With one of everything uploaded, and an authority of the factory. */
  async function full(...flaws: FlawName[]): Promise<TestDevice> {
    const device = await startTestDevice({ hasIdentity: true, factoryAnchors: other.pem });
    await put(device, 'root.pem', root.pem);
    await put(device, 'kept.pem', root.pem, 'certs');
    await put(device, 'sipclient.pem', own.pem + own.keyPem, 'certs');
    await setFlaws(device, ...flaws);
    return device;
  }
  const facts = async (device: TestDevice): Promise<unknown[]> => [
    anchors(device),
    await list(device, 'certs'),
    device.device.surroundings.identity.current()?.source,
  ];
  const before = [[other.pem, root.pem], ['sipclient.pem', 'kept.pem'], 'uploaded'];

  test('factory: uploads go, what the factory put in stays', async () => {
    await using device = await full();
    expect(await facts(device)).toEqual(before);
    await device.ask('POST', '/api/v1/reset', { kind: 'factory' });
    expect(await facts(device)).toEqual([[other.pem], [], 'factory']);
    expect(await list(device)).toEqual([]);
    expect(existsSync(join(device.device.certs, 'trusted'))).toBe(true);
  });

  test('reboot and soft: everything stays', async () => {
    await using device = await full();
    for (const kind of ['reboot', 'soft']) {
      await device.ask('POST', '/api/v1/reset', { kind });
      expect(await facts(device)).toEqual(before);
    }
  });

  const flawed: [FlawName, 'factory' | 'reboot', string[]][] = [
    ['keeps-authorities-after-factory-reset', 'factory', [other.pem, root.pem]],
    ['loses-factory-authorities-at-reset', 'factory', []],
    ['forgets-authorities-at-reboot', 'reboot', [other.pem]],
  ];
  for (const [flaw, kind, trusted] of flawed) {
    test(`${kind} by flaw: ${flaw}`, async () => {
      await using device = await full(flaw);
      await device.ask('POST', '/api/v1/reset', { kind });
      expect(anchors(device)).toEqual(trusted);
      await setFlaws(device);
      expect(anchors(device)).toContain(other.pem);
    });
  }
});

test.describe('flaws of uploads', () => {
  const crlf = root.pem.replaceAll('\n', '\r\n');
  const flawed: [FlawName, string | Buffer][] = [
    ['refuses-der-files', root.der],
    ['refuses-crlf-files', crlf],
    ['refuses-text-around-pem', `text\n${root.pem}`],
  ];
  for (const [flaw, content] of flawed) {
    test(`${flaw}, and takes plain PEM`, async () => {
      await using device = await startTestDevice();
      await setFlaws(device, flaw);
      expect((await put(device, 'a', content)).status).toBe(400);
      expect((await put(device, 'a', root.pem)).status).toBe(200);
    });
  }

  test('reads-first-certificate-only', async () => {
    await using device = await startTestDevice();
    await put(device, 'a', root.pem + other.pem);
    await setFlaws(device, 'reads-first-certificate-only');
    expect(anchors(device)).toEqual([root.pem]);
  });

  test('stores-private-keys', async () => {
    await using device = await startTestDevice();
    await setFlaws(device, 'stores-private-keys');
    expect((await put(device, 'key.pem', root.keyPem)).status).toBe(200);
    expect([await list(device), anchors(device)]).toEqual([['key.pem'], []]);
  });

  test('clears-list-on-bad-upload', async () => {
    await using device = await startTestDevice();
    await put(device, 'a', root.pem);
    await setFlaws(device, 'clears-list-on-bad-upload');
    expect((await put(device, 'b', 'nonsense')).status).toBe(400);
    expect([await list(device), anchors(device)]).toEqual([[], []]);
  });

  test('refuses-same-name-authorities', async () => {
    await using device = await startTestDevice();
    await setFlaws(device, 'refuses-same-name-authorities');
    const answers = [];
    for (const [name, { pem }] of Object.entries({ a: root, b: namesake, c: other }))
      answers.push((await put(device, name, pem)).status);
    expect(answers).toEqual([200, 400, 200]);
  });
});
