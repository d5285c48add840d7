/** A SIP registration and an HTTPS fetch on node:tls and node:https as they come: what a hurried developer would write. */
import { createHash, randomUUID } from 'node:crypto';
import { get } from 'node:https';
import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { Answer, Configuration } from './speak.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function addressOf(configuration: Configuration, host: string): string {
  return configuration.hosts?.[host] ?? host;
}

/** node takes no address here. */
const serverName = (host: string) => (isIP(host) === 0 ? { servername: host } : {});

/** REGISTER, answer the challenge once, tell the final status. */
export async function register(
  configuration: Configuration,
  trusted: string[],
  options: ConnectionOptions,
): Promise<Answer> {
  const { account, servers } = configuration;
  if (!account || !servers?.sip) return { outcome: 'failed', reason: 'not configured' };
  const { host, port } = servers.sip;
  const ca = trusted.length > 0 ? { ca: trusted } : {};
  const socket = connect({ host: addressOf(configuration, host), port, ...serverName(host), ...ca, ...options });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
    });
    const id = randomUUID();
    const challenge = await exchange(socket, registerMessage(account, id, 1));
    const status = /^SIP\/2\.0 401/.test(challenge)
      ? await exchange(socket, registerMessage(account, id, 2, authorization(challenge, account)))
      : challenge;
    return /^SIP\/2\.0 200/.test(status)
      ? { outcome: 'accepted' }
      : { outcome: 'failed', reason: status.split('\r\n')[0] };
  } catch (error) {
    return { outcome: 'refused', reason: String(error) };
  } finally {
    socket.end();
  }
}

function registerMessage(
  account: NonNullable<Configuration['account']>,
  id: string,
  sequence: number,
  authorization?: string,
): string {
  const { user, domain } = account;
  return [
    `REGISTER sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/TLS 127.0.0.1;rport;branch=z9hG4bK${id}${sequence}`,
    `From: <sip:${user}@${domain}>;tag=plain`,
    `To: <sip:${user}@${domain}>`,
    `Call-ID: ${id}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: <sip:${user}@127.0.0.1;transport=tls>`,
    'Max-Forwards: 70',
    'Expires: 60',
    ...(authorization ? [`Authorization: ${authorization}`] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function authorization(challenge: string, { user, domain, password }: NonNullable<Configuration['account']>): string {
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce] = [field('realm'), field('nonce')];
  const qop = /qop=/.test(challenge) ? { nc: '00000001', cnonce: 'plain' } : null;
  const [a1, a2] = [md5(`${user}:${realm}:${password}`), md5(`REGISTER:sip:${domain}`)];
  const response = qop ? md5(`${a1}:${nonce}:${qop.nc}:${qop.cnonce}:auth:${a2}`) : md5(`${a1}:${nonce}:${a2}`);
  const start = `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="sip:${domain}", response="${response}"`;
  return qop ? `${start}, qop=auth, nc=${qop.nc}, cnonce="${qop.cnonce}"` : start;
}

async function exchange(socket: TLSSocket, message: string): Promise<string> {
  socket.write(message);
  return new Promise((resolve, reject) => {
    let text = '';
    const end = () => reject(new Error('closed'));
    socket.once('close', end);
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\r\n\r\n')) return;
      socket.off('data', listen);
      socket.off('close', end);
      resolve(text);
    };
    socket.on('data', listen);
  });
}

/** GET the configured URL. */
export async function provision(
  configuration: Configuration,
  trusted: string[],
  options: ConnectionOptions,
): Promise<Answer> {
  const { url, username, password } = configuration.servers?.provisioning ?? {};
  if (!url) return { outcome: 'failed', reason: 'not configured' };
  const { hostname, port, pathname } = new URL(url);
  const ca = trusted.length > 0 ? { ca: trusted } : {};
  return new Promise((resolve) => {
    const call = get(
      {
        host: addressOf(configuration, hostname),
        port,
        path: pathname,
        ...serverName(hostname),
        agent: false,
        auth: `${username}:${password}`,
        headers: { host: `${hostname}:${port}` },
        ...ca,
        ...options,
      },
      (response) => {
        response.resume();
        response.on('error', () => undefined);
        response.once('close', () => resolve({ outcome: response.statusCode === 200 ? 'accepted' : 'failed' }));
      },
    );
    call.once('error', (error) => resolve({ outcome: 'refused', reason: error.message }));
  });
}
