/** What the tests of the peers share. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import { createPki, type Pki } from '../../pki/pki.ts';
import { SipFramer } from '../../wire/sip/framer.ts';
import { type SipMessage, writeSip } from '../../wire/sip/message.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';

export interface Bench {
  pki: Pki;
  folder: string;
  /** Path of the lab's trust anchor. */
  anchor: string;
  remove(): void;
}

/** A PKI with keys of its own in a temporary folder. */
export async function makeBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-peers-'));
  const pki = await createPki({ keyFolder: join(folder, 'keys') });
  const anchor = join(folder, 'lab.pem');
  writeFileSync(anchor, pki.anchors.lab);
  return { pki, folder, anchor, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The scripted TLS server before a file server whose one file is `x`. */
export function startScriptedFiles({ pki }: Bench): Promise<Peer> {
  const credentials = { username: 'user', password: 'secret' };
  const service = fileService({ files: [{ path: '/device.cfg', body: 'x' }], credentials });
  return startScriptedTls({ pki, front: 'provisioning', service });
}

/** The OCSP response that a peer staples for a client that asks for one, or does not; null where it staples none. */
export function stapledBy(peer: Peer, { pki }: Bench, host: string, asks = true): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const asking: ConnectionOptions & { requestOCSP: boolean } = { ...peer.address, requestOCSP: asks };
    const socket = connect({ ...asking, servername: host, ca: [pki.anchors.lab] });
    let response: Buffer | null = null;
    socket.on('OCSPResponse', (der: Buffer | null) => (response = der));
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      socket.destroy();
      resolve(response);
    });
  });
}

export interface SipVisitor {
  say: (message: SipMessage) => void;
  /** The first message that was not taken yet, as soon as it comes. */
  next: () => Promise<SipMessage>;
  /** Says it and takes the next message for the answer. */
  ask: (message: SipMessage) => Promise<SipMessage>;
}

/** Speaks SIP over a connection, without transactions. */
export function sipOver(stream: Duplex): SipVisitor {
  const framer = new SipFramer();
  const came: SipMessage[] = [];
  const waiting: ((message: SipMessage) => void)[] = [];
  stream.on('data', (chunk: Buffer) => {
    for (const message of framer.push(chunk)) (waiting.shift() ?? ((one) => came.push(one)))(message);
  });
  const say = (message: SipMessage): void => void stream.write(writeSip(message));
  const next = (): Promise<SipMessage> => {
    const message = came.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
  };
  const ask = (message: SipMessage): Promise<SipMessage> => {
    say(message);
    return next();
  };
  return { say, next, ask };
}

/** In CI a missing tool is a failure of the test that needs it. */
export function lacks(tool: string, versionFlag = '--version'): boolean {
  return !process.env.CI && spawnSync(tool, [versionFlag]).status !== 0;
}

/** Runs a tool to its end, at most 15 s, and gives its exit status, and what it printed
 * with its complaints behind. */
export function run(
  tool: string,
  args: readonly string[],
  input = '',
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { timeout: 15_000 });
    const printed: Buffer[] = [];
    const complained: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: Buffer.concat([...printed, ...complained]).toString() }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Collects the peer's lines; `next` waits for one that matches, also among those already said. */
export function listen(peer: Peer): { lines: string[]; next(pattern: RegExp): Promise<string> } {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  peer.onLine((line) => {
    lines.push(line);
    for (const check of waiting) check();
  });
  const next = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = lines.find((line) => pattern.test(line));
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return { lines, next };
}
