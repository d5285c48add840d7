/** What flaws send in clear, over TCP and UDP, readable for anybody: `falls-back-to-clear` registers so where TLS fails. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6 } from 'node:net';
import type { ServiceTarget, Surroundings } from '../contracts.ts';
import type { Settings } from '../settings/settings.ts';
import { hostInUri, serverAddress } from './server-address.ts';

const PATIENCE_MS = 1000;

type ClearTransport = 'TCP' | 'UDP';

/** Where the server takes SIP in clear. */
function clearServer(surroundings: Surroundings): ServiceTarget {
  const { host, clearPort } = serverAddress(surroundings.settings());
  return { host, port: clearPort };
}

/** Resolves when both have been tried; a server that does not listen is no error. */
export async function sendInClear(
  surroundings: Surroundings,
  message: (transport: ClearTransport, address: string) => string,
  { host, port } = clearServer(surroundings),
): Promise<void> {
  const address = await surroundings.resolve(host).catch(() => host);
  const attempt = async (transport: ClearTransport, send: (message: string) => Promise<void>): Promise<void> => {
    const text = message(transport, address);
    const what = text.split(' ')[0] ?? '';
    try {
      await send(text);
      surroundings.log(`sip: sent ${what} in clear by ${transport} to ${address}:${port}`);
    } catch (error) {
      surroundings.log(`sip: no ${what} in clear by ${transport}: ${(error as Error).message}`);
    }
  };
  await Promise.all([
    attempt('TCP', (text) => byTcp(address, port, text)),
    attempt('UDP', (text) => byUdp(address, port, text)),
  ]);
}

/** @param at where `sendInClear` sends to, unless it is another server. */
export function registerInClear(surroundings: Surroundings, at?: ServiceTarget): Promise<void> {
  const { account } = surroundings.settings();
  return sendInClear(surroundings, (transport, address) => request(transport, address, account), at);
}

async function byTcp(address: string, port: number, message: string): Promise<void> {
  const socket = connect({ host: address, port });
  const overdue = setTimeout(() => socket.destroy(new Error('no connection in time')), PATIENCE_MS);
  try {
    await once(socket, 'connect');
    await new Promise((done) => socket.end(message, () => done(undefined)));
  } finally {
    clearTimeout(overdue);
    socket.on('error', () => undefined).resume();
    socket.unref();
  }
}

async function byUdp(address: string, port: number, message: string): Promise<void> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((done, fail) =>
      socket.send(message, port, address, (error) => (error ? fail(error) : done())),
    );
  } finally {
    socket.close();
  }
}

function request(transport: ClearTransport, address: string, account: Settings['account']): string {
  const { user } = account;
  const domain = hostInUri(account.domain);
  const token = (): string => randomBytes(8).toString('hex');
  return [
    `REGISTER sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/${transport} ${hostInUri(address)};branch=z9hG4bK${token()};rport`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${domain}>;tag=${token()}`,
    `To: <sip:${user}@${domain}>`,
    `Call-ID: ${token()}`,
    'CSeq: 1 REGISTER',
    `Contact: <sip:${user}@${domain};transport=${transport.toLowerCase()}>`,
    'Expires: 3600',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
