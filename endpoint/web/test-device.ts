/** A device on a free port with stand-ins for its network modules, and a client that trusts its certificate alone. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device } from '../device.ts';
import { reference } from '../personas/reference.ts';
import { type Script, standIns } from '../stand-ins.ts';
import { openIdentity } from '../trust/identity.ts';
import { openTrustStore } from '../trust/store.ts';
import { webCertificate } from './certificate.ts';
import { startWeb } from './server.ts';

export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
  /** The JSON body. */
  json<T = Record<string, unknown>>(): T;
}

export interface TestDevice extends AsyncDisposable {
  device: Device;
  url: string;
  /** What the stand-ins were asked and answer next. */
  script: Script;
  /** PEM of a self-signed certificate and, apart, of its key. */
  pem: { cert: string; key: string };
  /** With the right credentials unless `headers` say otherwise; objects are sent as JSON. */
  ask(method: string, path: string, body?: object | Buffer, headers?: Record<string, string>): Promise<Answer>;
}

export const password = 'a test password';
const basic = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;

export async function startTestDevice({
  allowFlaws = true,
  hasIdentity = false,
  factoryAnchors = '',
} = {}): Promise<TestDevice> {
  const data = await mkdtemp(join(tmpdir(), 'endpoint-test-'));
  const script: Script = { asked: [], attempt: { outcome: 'accepted' } };
  const pem = await webCertificate(join(data, 'other'), '020000000002');
  const factory = join(data, 'factory');
  await mkdir(factory);
  await writeFile(join(factory, 'anchors.pem'), factoryAnchors);
  if (hasIdentity) await writeFile(join(factory, 'device.pem'), pem.cert + pem.key);
  const parts = standIns(script, { openTrustStore, openIdentity });
  const device = await Device.open({ data, factory, persona: reference, mac: '020000000001' }, parts);
  const certificate = await webCertificate(data, '020000000001');
  const web = await startWeb(device, { address: '127.0.0.1', port: 0, password, certificate, allowFlaws });
  const agent = new Agent({ ca: certificate.cert, keepAlive: true });

  const ask: TestDevice['ask'] = (method, path, body, headers = { authorization: basic }) =>
    new Promise((resolve, reject) => {
      const isFile = Buffer.isBuffer(body);
      const type =
        body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' };
      const outgoing = request(`${web.url}${path}`, { method, agent, headers: { ...type, ...headers } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            json: <T>() => JSON.parse(text) as T,
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(isFile ? body : body === undefined ? undefined : JSON.stringify(body));
    });

  return {
    device,
    url: web.url,
    script,
    pem,
    ask,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await web.close();
      await device.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
