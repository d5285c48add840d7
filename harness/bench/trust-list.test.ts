import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { MethodError, type Driver } from '../dut/driver.ts';
import { createPki, type Pki } from '../pki/pki.ts';
import { TrustList, type Served } from './trust-list.ts';

test.describe.configure({ mode: 'default' });

let folder: string;
let pki: Pki;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-trust-list-'));
  pki = await createPki({ keyFolder: join(folder, 'keys') });
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A device that is a list of names. */
function device() {
  const names = new Set<string>();
  const asked: string[] = [];
  const answer = (
    method: string,
    { name = '', folder: where = 'certs/trusted' }: { name?: string; folder?: string },
  ) => {
    asked.push(`${method} ${name}`.trim());
    if (method === 'trust.list') return { names: [...names].map((one) => one.split('/').at(-1)!) };
    const file = `${where}/${name}`;
    if (method === 'trust.add') names.add(file);
    else if (!names.delete(file)) throw new MethodError('invalid', 'no such file');
    return {};
  };
  const request = ((method: string, params: object) =>
    new Promise((resolve) => resolve(answer(method, params)))) as unknown as Driver['request'];
  return { names, asked, list: new TrustList({ request }, pki) };
}

const good: Served = { service: 'sip', certificate: 'good', target: 'host' };
const withAnchor: Served = { ...good, certificate: 'issued-by-uploaded-leaf' };

test('what a test puts in stays while it runs, and goes afterwards', async () => {
  const { names, list } = device();
  await list.ensure('M2', [good]);
  await list.add({ name: 'mine.pem', pem: '' }, null);
  await list.add({ name: 'mine.pem', pem: '', folder: 'certs' }, null);
  expect(list.size).toBe(2);

  expect(await list.ensure('M2', [good])).toBe(false);
  expect([...names]).toEqual(['certs/trusted/lab-authority.pem', 'certs/trusted/mine.pem', 'certs/mine.pem']);

  await list.tidy();
  expect([...names]).toEqual(['certs/trusted/lab-authority.pem']);
});

test('what the device has lost is put in again', async () => {
  const { names, list } = device();
  await list.ensure('M2', [good]);
  await list.add({ name: 'mine.pem', pem: '' }, null);
  names.clear();

  await list.tidy();
  expect(await list.ensure('M2', [good])).toBe(true);
  expect([...names]).toEqual(['certs/trusted/lab-authority.pem']);
});

test('a file of the bench that a test takes out is missing until it is asked for again', async () => {
  const { names, list } = device();
  await list.ensure('M2', [good]);
  await list.remove('lab-authority.pem', 'certs/trusted');
  expect([...names]).toEqual([]);
  expect(await list.ensure('M2', [good])).toBe(true);
});

test('where a test sees to the trust of a certificate, the bench does not', async () => {
  const { asked, list } = device();
  await list.add({ name: 'leaf.pem', pem: '' }, 'issued-by-uploaded-leaf');
  await list.ensure('M2', [withAnchor]);
  expect(asked).toEqual(['trust.add leaf.pem', 'trust.add lab-authority.pem']);

  await list.tidy();
  await list.ensure('M2', [withAnchor]);
  expect(asked.at(-1)).toBe('trust.add issued-by-uploaded-leaf-anchor.pem');
});
