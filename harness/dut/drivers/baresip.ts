/**
 * baresip, a real third-party device. It reads its configuration at start, so each attempt is a start; calls and
 * registration go over its control port (ctrl_tcp, netstrings of JSON).
 */
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DriverError } from '../../errors.ts';
import { profile } from '../../profiles/baresip.ts';
import type { AttemptResult, Configure, Driver, Methods } from '../driver.ts';
import { MethodError } from '../driver.ts';
import { driverOf } from '../handlers.ts';
import { BaresipControl } from './baresip-control.ts';
import { DeviceProcess } from '../device-process.ts';

export interface BaresipProgram {
  /** Path of the binary, environment (LD_LIBRARY_PATH) and folder of its modules. */
  binary: string;
  env: NodeJS.ProcessEnv;
  modules: string;
  version: string;
}

const startTries = 5;
/** How long it may take to end by itself. */
const quitMs = 3000;
const mediaenc = { disabled: '', optional: ';mediaenc=srtp', mandatory: ';mediaenc=srtp-mand' } as const;

export function baresipDriver({ folder, program }: { folder: string; program: BaresipProgram }): Driver {
  mkdirSync(folder, { recursive: true });
  const trusted = new Map<string, string>();
  let settings: Configure = {};
  let media: 'tone' | 'echo' = 'tone';
  let identity: { chainPem: string; keyPem: string } | null = null;
  let running: { process: DeviceProcess; control: BaresipControl } | null = null;
  let lines: readonly string[] = [];

  async function stop(): Promise<void> {
    if (!running) return;
    lines = running.process.log();
    running.control.close();
    await running.process.stop({ atOnce: true });
    running = null;
  }

  /** Asks it to end, so that it is baresip that closes its connections; it takes its registration back first. */
  async function quit(): Promise<void> {
    if (!running) return;
    running.control.command('quit');
    await Promise.race([running.process.ended, pause(quitMs, null, { ref: false })]);
    await stop();
  }

  /** Starts it anew; it registers by itself. A port that another program took meanwhile ends it at once: it is started
   * again on others. */
  async function start(): Promise<BaresipControl> {
    await stop();
    for (let tries = 1; ; tries++) {
      const ports = await freePorts();
      writeFiles(ports);
      const process = new DeviceProcess([program.binary, '-f', folder], { env: program.env, cwd: folder });
      process.child.stdout.on('data', (chunk: Buffer) =>
        chunk
          .toString()
          .split('\n')
          .forEach((line) => process.keep(line)),
      );
      try {
        const control = await BaresipControl.open(ports.control, process.ended);
        running = { process, control };
        return control;
      } catch (error) {
        lines = process.log();
        await process.stop({ atOnce: true });
        if (tries === startTries) throw error;
      }
    }
  }

  function writeFiles(ports: Ports): void {
    writeFileSync(join(folder, 'cafile.pem'), [...trusted.values()].join('\n'));
    if (identity) writeFileSync(join(folder, 'identity.pem'), identity.chainPem + identity.keyPem, { mode: 0o600 });
    const facts = { folder, program, settings, ports, media, identity: identity !== null, trusts: trusted.size > 0 };
    writeFileSync(join(folder, 'config'), configuration(facts));
    writeFileSync(join(folder, 'accounts'), accountLine(settings));
    writeFileSync(join(folder, 'contacts'), '');
  }

  async function register(): Promise<AttemptResult> {
    const control = await start();
    const end = await control.registration(profile.windows.attempt - 1000);
    return end;
  }

  return driverOf({
    async hello() {
      if (!existsSync(program.binary)) throw new DriverError('BARESIP_MISSING', `no baresip at ${program.binary}`);
      return { protocol: 1, name: 'baresip', version: program.version, capabilities: profile.capabilities ?? [] };
    },
    handlers: {
      configure: async (params) => {
        settings = { ...settings, ...params };
        await stop();
        return {};
      },
      'trust.add': async ({ name, pem, folder = 'certs/trusted' }) => {
        if (pem === undefined || folder === 'certs')
          throw new MethodError('unsupported', 'baresip takes one file of PEM certificates, and has no folders');
        trusted.set(name, pem);
        return {};
      },
      'trust.remove': async ({ name }) => {
        trusted.delete(name);
        return {};
      },
      'trust.list': async () => ({ names: [...trusted.keys()] }),
      'identity.set': async (params) => {
        identity = params;
        return {};
      },
      'identity.clear': async () => {
        identity = null;
        return {};
      },
      register,
      unregister: async () => {
        await quit();
        return { outcome: 'accepted' };
      },
      call: async ({ to }): Promise<Methods['call']['result']> => {
        if (!running) throw new MethodError('failed', 'baresip is not running: register first');
        return running.control.dial(to, profile.windows.attempt - 1000);
      },
      answer: async ({ automatic }) => {
        if (!automatic) throw new MethodError('unsupported', 'baresip answers by itself');
        return {};
      },
      hangup: async () => {
        running?.control.command('hangup');
        return {};
      },
      media: async ({ mode }) => {
        if (mode === 'sink') throw new MethodError('unsupported', 'baresip plays a tone or an echo');
        if (mode !== media) await stop();
        media = mode;
        return {};
      },
      version: async () => ({ name: 'baresip', version: program.version }),
      shutdown: async () => {
        await stop();
        return {};
      },
    },
    onEvent: () => undefined,
    log: () => running?.process.log() ?? lines,
    close: stop,
  });
}

function accountLine({ account, servers, srtp }: Configure): string {
  if (!account || !servers?.sip) throw new MethodError('invalid', 'configure account and servers.sip first');
  const { host, port, transport } = servers.sip;
  const proxy = `sip:${host}:${port};transport=${transport}`;
  const line = `<sip:${account.user}@${account.domain};transport=${transport}>;auth_user=${account.user};auth_pass=${account.password}`;
  return `${line};outbound="${proxy}";regint=60;answermode=auto;audio_codecs=pcmu/8000/1${mediaenc[srtp?.policy ?? 'disabled']}\n`;
}

interface Facts {
  folder: string;
  program: BaresipProgram;
  settings: Configure;
  ports: Ports;
  media: 'tone' | 'echo';
  identity: boolean;
  trusts: boolean;
}

function configuration({ folder, program, settings, ports, media, identity, trusts }: Facts): string {
  const modules = ['g711.so', 'ausine.so', 'aubridge.so', 'srtp.so', 'uuid.so'];
  const { dns } = settings;
  // A bridge whose two ends have the same name plays what is heard.
  const audio =
    media === 'echo'
      ? ['audio_source aubridge,loop', 'audio_player aubridge,loop']
      : ['audio_source ausine,440', 'audio_player aubridge,nil', 'ausrc_srate 48000', 'ausrc_channels 2'];
  return [
    `sip_listen 127.0.0.1:${ports.sip}`,
    // It does not start with a file that holds no certificate.
    ...(trusts ? [`sip_cafile ${join(folder, 'cafile.pem')}`] : []),
    ...(identity ? [`sip_certificate ${join(folder, 'identity.pem')}`] : []),
    ...(settings.tls ? [`sip_verify_server ${settings.tls.validate ? 'yes' : 'no'}`] : []),
    ...(dns ? [`dns_server ${dns.address}:${dns.port}`] : []),
    ...audio,
    `rtp_ports ${ports.media}-${ports.media + 50}`,
    `module_path ${program.modules}`,
    ...modules.map((module) => `module ${module}`),
    'module_app account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen 127.0.0.1:${ports.control}`,
    '',
  ].join('\n');
}

/** baresip refuses to send media from a loopback interface; the far end must be reachable from this address. */
export function mediaAddressOfThisHost(): string {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return all.find((one) => one.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.1';
}

interface Ports {
  /** UDP and TCP; TLS takes the next one. */
  sip: number;
  control: number;
  /** The first of fifty. */
  media: number;
}

/** Below the ports that the system hands out by itself, so that few others come there. */
async function freePorts(): Promise<Ports> {
  for (;;) {
    const sip = 20_000 + 100 * randomInt(120);
    if ((await isFree(sip)) && (await isFree(sip + 1)) && (await isFree(sip + 2))) {
      return { sip, control: sip + 2, media: sip + 10 };
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
