import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ConnectionRefused, type Refusal, type Surroundings, type TlsConnector } from './contracts.ts';
import { Device } from './device.ts';
import type { Parts } from './parts.ts';
import { reference } from './personas/reference.ts';
import { type Script, standIns } from './stand-ins.ts';
import { openIdentity } from './trust/identity.ts';
import { openTrustStore } from './trust/store.ts';
import { makeCertificate } from './trust/test-certificates.ts';

test.describe('device', () => {
  let data: string;
  let script: Script;
  test.beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'endpoint-device-'));
    script = { asked: [], attempt: { outcome: 'accepted' } };
  });
  test.afterEach(() => rm(data, { recursive: true, force: true }));

  const open = (parts: Partial<Parts> = {}): Promise<Device> =>
    Device.open(
      { data, persona: reference, mac: '020000000001' },
      { ...standIns(script, { openTrustStore, openIdentity }), ...parts },
    );

  test('contacts nobody at power-on when nothing was set, nor when it is set later', async () => {
    await using device = await open();

    device.boot();
    await device.surroundings.change({ account: { domain: 'lab.test', user: '2801' } });
    await device.close();

    expect(script.asked).toEqual(['reconfigure', 'stop']);
  });

  test('provisions at power-on, then registers with what it was given', async () => {
    await using device = await open();
    await device.surroundings.change({
      provisioning: { url: 'https://prov.lab.test/' },
      account: { domain: 'lab.test', user: '2801' },
    });

    device.boot();

    await expect.poll(() => script.asked).toEqual(['reconfigure', 'provision', 'register']);
  });

  test('remembers a refused connection once, whoever tells it', async () => {
    const refusal: Refusal = {
      at: '2026-11-14T14:02:11.000Z',
      service: 'sip',
      peer: 'sip.lab.test:5061',
      kind: 'expired',
      reason: 'the certificate has expired',
    };
    let joined: { surroundings: Surroundings; connector: TlsConnector } | undefined;
    const parts = standIns(script, { openTrustStore, openIdentity });
    await using device = await open({
      createTlsConnector: () => ({ connect: () => Promise.reject(new ConnectionRefused(refusal)) }),
      createSipAgent: (surroundings, connector) => {
        joined = { surroundings, connector };
        return parts.createSipAgent(surroundings, connector);
      },
    });
    const where = { service: 'sip', host: 'sip.lab.test', port: 5061, identity: 'lab.test', validate: true } as const;

    await expect(joined!.connector.connect(where)).rejects.toThrow('the certificate has expired');
    joined!.surroundings.refused(refusal);

    expect(device.journal.refusals()).toEqual([refusal]);
    expect(device.journal.lines().map(({ line }) => line)).toEqual([
      'sip: refused sip.lab.test:5061: the certificate has expired',
    ]);
  });

  test('tells its connections when something is not trusted any more', async () => {
    const pem = makeCertificate({ cn: 'Root', ca: true }).pem;
    let reviews = 0;
    await using device = await open({
      createTlsConnector: () => ({
        connect: () => Promise.reject(new Error('nobody connects here')),
        trustChanged: () => void reviews++,
      }),
    });
    const { trust } = device.surroundings;

    await trust.add('a.pem', Buffer.from(pem));
    await trust.add('b.pem', Buffer.from(pem), 'certs');
    await trust.remove('b.pem', 'certs');
    expect(reviews).toBe(0);
    await trust.add('a.pem', Buffer.from(pem));
    await trust.remove('a.pem');
    expect(reviews).toBe(2);
  });

  test('asks the SIP agent to look again only when the change concerns it', async () => {
    await using device = await open();

    await device.surroundings.change({ audio: { mode: 'echo' }, provisioning: { url: 'https://prov.lab.test/' } });
    expect(script.asked).toEqual([]);
    await device.surroundings.change({ sip: { port: 5071 } });
    expect(script.asked).toEqual(['reconfigure']);
  });
});
