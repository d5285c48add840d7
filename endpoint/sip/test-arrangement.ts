/** What the tests of the agent share: a device's agent, a raw server, a far end's media port, and SDP by hand. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { DeepPartial, ServiceTarget, Surroundings } from '../contracts.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { createSipAgent } from './agent.ts';
import { one, pskConnector, RawSipServer, type SipMessage } from './raw-sip-server.ts';

export const cm80 = 'AES_CM_128_HMAC_SHA1_80';

/** A device's agent, a server that it connects to, and a media port of the far end. */
export async function arrange(overrides: DeepPartial<Settings> = {}, flawNames: FlawName[] = [], answerMs = 10_000) {
  const server = new RawSipServer(overrides.sip?.transportation === 'TCP' ? 'TCP' : 'TLS');
  const port = await server.listen();
  const base = {
    account: { domain: 'sip.test', user: 'alice', password: 'secret' },
    sip: { outboundProxy: '127.0.0.1', port },
  };
  const settings = settingsSchema.parse({
    ...overrides,
    account: { ...base.account, ...overrides.account },
    sip: { ...base.sip, ...overrides.sip },
  });
  const flaws = new Flaws();
  flaws.set(flawNames);
  const log: string[] = [];
  /** What DNS knows, by domain. */
  const services: Record<string, ServiceTarget[]> = {};
  const surroundings: Surroundings = {
    settings: () => settings,
    flaws,
    now: () => new Date(),
    resolve: async (host) => host,
    locate: async (domain) => services[domain] ?? [],
    mac: '001122334455',
    product: { name: 'Test Phone', firmware: '1.0' },
    log: (line) => log.push(line),
    change: () => Promise.reject(new Error('the agent changes no settings')),
    refused: () => undefined,
    get trust(): never {
      throw new Error('the agent asks for no trust');
    },
    get identity(): never {
      throw new Error('the agent asks for no identity');
    },
  };
  const connector = pskConnector(port);
  const agent = createSipAgent(surroundings, connector, { connectMs: 10_000, answerMs });
  const media = createSocket('udp4').bind(0, '127.0.0.1');
  await once(media, 'listening');
  const packets: Buffer[] = [];
  media.on('message', (packet) => packets.push(packet));
  const close = async (): Promise<void> => {
    await agent.stop();
    server.close();
    media.close();
  };
  return { agent, server, settings, services, connector, log, media, packets, close };
}

export const sdp = (port: number, profile: string, crypto: string[] = []): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', `m=audio ${port} ${profile} 0`, ...crypto]
    .map((line) => `${line}\r\n`)
    .join('');
export const key = (): Buffer => randomBytes(30);
export const cryptoOf = (tag: number, bytes: Buffer): string =>
  `a=crypto:${tag} ${cm80} inline:${bytes.toString('base64')}`;
export const keyIn = (body: string): Buffer => Buffer.from(/inline:([\w+/]+=*)/.exec(body)?.[1] ?? '', 'base64');
export const portIn = (body: string): number => Number(/m=audio (\d+)/.exec(body)?.[1]);
export const contactOf = (message: SipMessage): string => /<([^>]+)>/.exec(one(message, 'contact'))?.[1] ?? '';
