/** The far end with a scripted device, for its tests. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { createFarEnd } from './create.ts';
import type { Conversation, FarEnd, FarEndCall, FarEndOptions } from './far-end.ts';
import { type DeviceScript, password, ScriptedDevice } from './scripted-device.ts';

interface Certificate {
  key: string;
  cert: string;
}

interface Stage {
  device: ScriptedDevice;
  farEnd: FarEnd;
  /** One call; the device dials if it is an outgoing one. */
  call: (script: DeviceScript, conversation?: Partial<Conversation>) => Promise<FarEndCall>;
}

export const test = base.extend<{ stage: Stage }, { certificate: Certificate }>({
  certificate: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'far-end-test-'));
      const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const subject = ['-subj', '/CN=sip.test', '-addext', 'subjectAltName=DNS:sip.test'];
      const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
      const files = ['-keyout', keyFile, '-out', certFile];
      execFileSync('openssl', ['req', '-x509', '-nodes', ...algorithm, ...subject, ...files], { stdio: 'ignore' });
      await use({ key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') });
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  stage: async ({ certificate }, use) => {
    const device = await ScriptedDevice.start(certificate);
    const farEnd = createFarEnd(optionsFor(device, certificate));
    await farEnd.start();
    await use({
      device,
      farEnd,
      call: async (script, conversation) => {
        device.script = script;
        const ended = farEnd.converse({
          direction: 'outgoing',
          farPolicy: 'optional',
          devicePolicy: script.policy,
          deviceUser: 'device',
          packets: 10,
          window: 400,
          act: () => Promise.resolve(),
          ...conversation,
        });
        if ((conversation?.direction ?? 'outgoing') === 'outgoing') await device.dial();
        return ended;
      },
    });
    await farEnd.stop();
    await device.stop();
  },
});

export const optionsFor = (device: ScriptedDevice, { cert }: Certificate): FarEndOptions => ({
  proxy: device.address,
  anchor: cert,
  serverName: 'sip.test',
  domain: 'sip.test',
  user: 'far',
  password,
  mediaAddress: '127.0.0.1',
});
