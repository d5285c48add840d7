/**
 * The bundled endpoint, driven as any device would be: started as a process, configured and read through its HTTPS
 * management interface. Its web certificate is self-signed, so the fingerprint that it prints at start is pinned.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DriverError } from '../../errors.ts';
import type { Configure, Driver, TrustFolder } from '../driver.ts';
import { MethodError } from '../driver.ts';
import { DeviceProcess } from '../device-process.ts';
import { driverOf } from '../handlers.ts';
import { profile } from '../../profiles/bundled.ts';

const program = fileURLToPath(new URL('../../../endpoint/main.ts', import.meta.url));
const ready = z.object({
  ready: z.literal(true),
  web: z.url(),
  sha256: z.string(),
  user: z.string(),
  password: z.string(),
});
type Ready = z.infer<typeof ready>;
const refusal = z.object({ error: z.string() });

const startDeadlineMs = 15_000;
/** Calls with the bench are short. */
const reportIntervalMs = 100;
const offerOf = { disabled: 'Disabled', optional: 'Optional', mandatory: 'Standard' } as const;

export interface BundledOptions {
  /** Folder of its own for data and factory files. */
  folder: string;
  mac: string;
  /**
   * What the factory put in, PEM: authorities, the device's certificate with its key and, by the name of a flaw such as
   * `shared-device-key`, what the device shows in its place.
   */
  factory: { anchors: string; device: string; flawed?: Readonly<Record<string, string>> };
  /** The product that it is to be; null for the reference. */
  persona: string | null;
}

export function bundledDriver({ folder, mac, factory, persona }: BundledOptions): Driver {
  const [factoryFolder, data] = [join(folder, 'factory'), join(folder, 'data')];
  for (const one of [factoryFolder, data]) mkdirSync(one, { recursive: true });
  writeFileSync(join(factoryFolder, 'anchors.pem'), factory.anchors);
  writeFileSync(join(factoryFolder, 'device.pem'), factory.device, { mode: 0o600 });
  for (const [flaw, pem] of Object.entries(factory.flawed ?? {}))
    writeFileSync(join(factoryFolder, `${flaw}.pem`), pem, { mode: 0o600 });
  const password = randomBytes(12).toString('hex');
  const command = [process.execPath, '--import', 'tsx', program, '--data', data, '--factory', factoryFolder];
  command.push('--web-port', '0', '--password', password, '--mac', mac, '--allow-flaws', '--exit-with-stdin');
  if (persona !== null) command.push('--persona', persona);
  const device = new DeviceProcess(command);
  const started = new Promise<Ready>((resolve, reject) => {
    const fail = (what: string) =>
      reject(new DriverError('BUNDLED_START', `the bundled endpoint did not start: ${what}`, { log: device.log() }));
    createInterface({ input: device.child.stdout }).once('line', (line) => {
      try {
        resolve(ready.parse(JSON.parse(line)));
      } catch {
        fail(`its first line is ${line.slice(0, 200)}`);
      }
    });
    void device.ended.then(fail);
    setTimeout(() => fail(`no answer within ${startDeadlineMs} ms`), startDeadlineMs).unref();
  });
  started.catch(() => undefined);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });

  async function api<T>(method: string, path: string, body?: object | Buffer): Promise<T> {
    const { web, sha256, user } = await started;
    return exchange(agent, new URL(`/api/v1${path}`, web), sha256, `${user}:${password}`, method, body) as Promise<T>;
  }

  /** The server that was named last: it is set aside while the domain's SRV record is to lead to one. */
  let proxy = '';

  return driverOf({
    async hello() {
      await started;
      const state = await api<{ product: { name: string; firmware: string } }>('GET', '/state');
      return {
        protocol: 1,
        name: state.product.name,
        version: state.product.firmware,
        capabilities: profile.capabilities ?? [],
      };
    },
    handlers: {
      configure: async (params) => {
        const { servers, locate, vendor } = params;
        if (servers?.sip) proxy = proxyOf(servers.sip.host, vendor?.clearPorts as ClearPorts | undefined);
        const where = locate === 'srv' ? '' : servers?.sip || locate === 'host' ? proxy : undefined;
        await api('PUT', '/settings', settingsOf(params, where));
        if (Array.isArray(params.vendor?.flaws)) await api('PUT', '/flaws', { flaws: params.vendor.flaws });
        return {};
      },
      'trust.add': async ({ name, pem, contentBase64, folder }) => {
        if ((pem === undefined) === (contentBase64 === undefined))
          throw new MethodError('invalid', 'trust.add takes either pem or contentBase64');
        await api(
          'PUT',
          fileAt(name, folder),
          Buffer.from(pem ?? contentBase64!, pem === undefined ? 'base64' : 'utf8'),
        );
        return {};
      },
      'trust.remove': async ({ name, folder }) => api('DELETE', fileAt(name, folder)),
      'trust.list': async ({ folder = 'certs/trusted' }) => {
        const { files } = await api<{ files: { name: string }[] }>('GET', `/files?folder=${folder}`);
        return { names: files.map((file) => file.name) };
      },
      // What the factory put in is in the device already: taking the uploaded one away brings it back.
      'identity.set': async ({ chainPem, keyPem }) => {
        const pem = chainPem + keyPem;
        if (pem === factory.device) return api('POST', '/identity/restore');
        await api('PUT', fileAt('sipclient.pem', 'certs'), Buffer.from(pem));
        return {};
      },
      'identity.restore': async () => api('POST', '/identity/restore'),
      'identity.clear': async () => api('DELETE', '/identity'),
      clock: async ({ offsetSeconds }) => {
        await api('PUT', '/clock', { offsetSeconds });
        return {};
      },
      register: () => api('POST', '/register'),
      unregister: () => api('POST', '/unregister'),
      connect: () => api('POST', '/connect'),
      provision: () => api('POST', '/provision'),
      call: (params) => api('POST', '/call', params),
      answer: async ({ automatic }) => api('PUT', '/settings', { audio: { answerAutomatically: automatic } }),
      hangup: (params) => api('POST', '/hangup', params),
      hold: ({ held, ...call }) => api('POST', '/hold', { held: held ? 'yes' : 'no', ...call }),
      dtmf: (params) => api('POST', '/dtmf', params),
      media: (params) => api('POST', '/media', params),
      download: async () => {
        const folders = ['certs', 'certs/trusted'].map((folder) => `/files?folder=${folder}`);
        const fetched = ['/settings', '/state', '/stats', '/calls', '/log', ...folders].map(async (name) => {
          const text = JSON.stringify(await api('GET', name));
          return { name, contentBase64: Buffer.from(text).toString('base64') };
        });
        return { files: await Promise.all(fetched) };
      },
      stats: () => api('GET', '/stats'),
      state: async () => {
        const { web } = await started;
        return { ...(await api<object>('GET', '/state')), web: addressOf(web) };
      },
      reset: (params) => api('POST', '/reset', params),
      version: async () => {
        const { product } = await api<{ product: { name: string; firmware: string } }>('GET', '/state');
        return { name: product.name, version: product.firmware };
      },
      shutdown: async () => {
        await device.stop();
        return {};
      },
    },
    onEvent: () => undefined,
    log: () => device.log(),
    close: async () => {
      agent.destroy();
      await device.stop();
    },
  });
}

/** Of an https URL with a port; an IPv6 address stands there in brackets. */
function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** Where the device's own ideas of ports 5060 and 80 are on this bench. */
interface ClearPorts {
  sip: number;
  http: number;
}

const proxyOf = (host: string, clear: ClearPorts | undefined): string =>
  `${isIPv6(host) ? `[${host}]` : host}${clear ? `;clear=${clear.sip}` : ''}`;

/** The contract's words in the words of the device's pages. */
function settingsOf(
  { account, servers, hosts, dns, tls, srtp, rtp, timings, scheme, listener, locate, vendor }: Configure,
  outboundProxy: string | undefined,
): object {
  const clear = vendor?.clearPorts as ClearPorts | undefined;
  const sip = servers?.sip;
  const provisioning = servers?.provisioning;
  return {
    ...(account && { account }),
    sip: {
      ...(sip && { port: sip.port, transportation: sip.transport.toUpperCase() }),
      ...(outboundProxy !== undefined && { outboundProxy }),
      ...(locate && { locate }),
      ...(scheme && { scheme }),
      ...(tls && { validateServerCertificate: tls.validate }),
      ...(timings?.registerExpires && { registerPeriod: timings.registerExpires }),
      ...(timings?.keepAlive && { keepAliveInterval: timings.keepAlive }),
      ...(timings?.retry && { retryInterval: timings.retry }),
    },
    provisioning: {
      ...(provisioning && { url: `${provisioning.url}${clear ? `#clear=${clear.http}` : ''}` }),
      ...(provisioning?.username && { authUserName: provisioning.username, authPassword: provisioning.password ?? '' }),
      ...(tls && { validateServerCertificate: tls.validate }),
    },
    ...(tls?.revocation && { tls: { revocation: tls.revocation } }),
    ...(listener !== undefined && { listener: { enabled: listener !== null, ...listener } }),
    ...(srtp && { srtp: srtpOf(srtp) }),
    audio: {
      reportIntervalMs,
      ...(timings?.idle !== undefined && { idleSeconds: timings.idle }),
      ...(rtp && { firstSequence: rtp.firstSequence ?? -1 }),
    },
    network: { ...(hosts && !dns && { hosts }), ...(dns && { dnsServer: `${dns.address}:${dns.port}` }) },
  };
}

/** The device takes one suite by name, or all of them. */
const srtpOf = ({ policy, suites, keyLifetime }: NonNullable<Configure['srtp']>): object => ({
  sdpSrtpOffer: offerOf[policy],
  ...(suites && { cryptoSuite: suites[0] ?? 'All Suites' }),
  ...(keyLifetime !== undefined && { keyLifetime: keyLifetime ?? 0 }),
});

/** The file's name as a parameter: in a path, names such as `..` would not reach the device. */
const fileAt = (name: string, folder: TrustFolder = 'certs/trusted'): string =>
  `/files?folder=${folder}&name=${encodeURIComponent(name)}`;

/** What the device says of a request that it refuses. */
function sentenceIn(text: string): string {
  try {
    return refusal.parse(JSON.parse(text)).error;
  } catch {
    return text;
  }
}

function exchange(
  agent: Agent,
  url: URL,
  sha256: string,
  auth: string,
  method: string,
  body?: object | Buffer,
): Promise<unknown> {
  const payload = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
  return new Promise((resolve, reject) => {
    const headers = { ...(payload && { 'content-type': type, 'content-length': payload.length }) };
    // The certificate is its own; what counts is that it is the one that the process printed.
    const call = request(url, { agent, auth, method, headers, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = response.statusCode ?? 0;
        if (status >= 500) return reject(new MethodError('failed', `${method} ${url.pathname}: ${status} ${text}`));
        if (status >= 400) return reject(new MethodError('invalid', sentenceIn(text)));
        resolve(text === '' ? {} : JSON.parse(text));
      });
    });
    call.on('socket', (socket) => {
      const check = () => {
        const peer = (socket as import('node:tls').TLSSocket).getPeerX509Certificate?.();
        const seen = peer?.fingerprint256.replaceAll(':', '').toLowerCase();
        if (seen && seen !== sha256.replaceAll(':', '').toLowerCase())
          call.destroy(new MethodError('failed', 'another certificate than the endpoint printed'));
      };
      if (socket.connecting) socket.once('secureConnect', check);
      else check();
    });
    call.on('error', (error) =>
      reject(error instanceof MethodError ? error : new MethodError('crashed', error.message)),
    );
    call.end(payload);
  });
}
