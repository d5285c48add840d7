/** Visits of TLS clients to the scripted server, read from the wire as the bench reads a device. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stackAnswer, type StackAnswer } from '../../../harness/judge/tls/stack-answer.ts';
import { fileService } from '../../../harness/lab/peers/file-server.ts';
import type { Peer } from '../../../harness/lab/peers/peer.ts';
import { startScriptedTls } from '../../../harness/lab/peers/scripted-tls.ts';
import type { Bench } from '../../../harness/lab/peers/testing.ts';
import { openTap } from '../../../harness/tap/switchboard.ts';
import type { Tap } from '../../../harness/tap/tap.ts';
import { transcribe } from '../../../harness/tap/transcript.ts';
import type { TlsFaultName } from '../../../harness/wire/tls/tls-faults.ts';

const host = 'prov.lab.test';
const get = `GET /device.cfg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

/** Where a tool goes and what it trusts: a PEM file, or the certificate database of NSS. */
interface Target {
  port: number;
  anchor: string;
  database: string;
}

/** OpenSSL has no lower limit of versions out of the box, so it is told the one of Node and most others. */
const tools = {
  openssl: ({ port, anchor }) => [
    ...['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-ign_eof'],
    ...['-CAfile', anchor, '-verify_return_error', '-min_protocol', 'TLSv1.2'],
  ],
  // ALPN is the program's doing, not the library's.
  curl: ({ port, anchor }) => [
    ...['-sS', '--max-time', '10', '--cacert', anchor, '--tlsv1.2', '--no-alpn'],
    ...['--resolve', `${host}:${port}:127.0.0.1`, `https://${host}:${port}/device.cfg`],
  ],
  'gnutls-cli': ({ port, anchor }) => [
    ...[
      `--x509cafile=${anchor}`,
      `--verify-hostname=${host}`,
      `--sni-hostname=${host}`,
      '-p',
      String(port),
      '127.0.0.1',
    ],
  ],
  tstclnt: ({ port, database }) => ['-4', '-h', '127.0.0.1', '-a', host, '-p', String(port), '-d', database],
} satisfies Record<string, (target: Target) => readonly string[]>;

export type Tool = keyof typeof tools;
export const toolNames = Object.keys(tools) as Tool[];

/** How long a client is watched that neither goes on nor ends, ms. */
const watched = 1500;

/** A tool with a scripted server of its own, so that tools can be let loose side by side. */
export class Lane {
  readonly #tool: Tool;
  readonly #peer: Peer;
  readonly #tap: Tap;
  readonly #target: Target;
  #keyLog: string[] = [];
  #lines: string[] = [];

  static async open(tool: Tool, { pki, anchor, folder }: Bench): Promise<Lane> {
    const credentials = { username: '', password: '' };
    const service = fileService({ files: [{ path: '/device.cfg', body: 'x\n' }], credentials });
    const peer = await startScriptedTls({ pki, front: 'provisioning', service });
    const tap = await openTap();
    await tap.route('provisioning', peer.address);
    const database = `sql:${mkdtempSync(join(folder, 'nss-'))}`;
    if (tool === 'tstclnt') {
      execFileSync('certutil', ['-N', '-d', database, '--empty-password']);
      execFileSync('certutil', ['-A', '-d', database, '-n', 'lab', '-t', 'C,,', '-i', anchor]);
    }
    return new Lane(tool, peer, tap, { port: tap.fronts.provisioning.port, anchor, database });
  }

  private constructor(tool: Tool, peer: Peer, tap: Tap, target: Target) {
    this.#tool = tool;
    this.#peer = peer;
    this.#tap = tap;
    this.#target = target;
    peer.onKeyLog((line) => this.#keyLog.push(line));
    peer.onLine((line) => this.#lines.push(line));
  }

  /** What the tool makes of the server. Null where what came of it cannot be read. */
  async visit(tls: TlsFaultName, ...options: readonly string[]): Promise<StackAnswer | null> {
    this.#keyLog = [];
    this.#lines = [];
    const mark = this.#tap.mark();
    this.#peer.present({ tls });
    const child = spawn(this.#tool, [...tools[this.#tool](this.#target), ...options], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdin.on('error', () => undefined);
    child.stdin.write(get);
    if ((await Promise.race([ended, this.#quiet(mark)])) !== 'quiet') await this.#over(mark);
    const origin = performance.now();
    const connections = this.#tap.connectionsSince(mark).map((one) => transcribe(one, this.#keyLog.join('\n'), origin));
    const witness = { program: 'scripted-tls', lines: this.#lines } as const;
    const answer = stackAnswer({ connections, witness });
    child.kill();
    await ended;
    return answer;
  }

  /** Resolves when nothing has come for a while, behind the connection of the tool. */
  async #quiet(mark: number): Promise<'quiet'> {
    for (;;) {
      const connected = this.#tap.connectionsSince(mark).length > 0;
      const turn = await Promise.race([this.#tap.activity(), pause(watched, 'quiet' as const)]);
      if (turn === 'quiet' && connected) return turn;
    }
  }

  /** Resolves when the tap and the server have seen the end of the tool, too. */
  async #over(mark: number): Promise<void> {
    const told = (): boolean => this.#lines.some((line) => /; |connected/.test(line));
    const closed = (): boolean => this.#tap.connectionsSince(mark).every((one) => one.closed.by !== 'open');
    while (!told() || !closed()) await pause(5);
  }

  async stop(): Promise<void> {
    await this.#tap.stop();
    await this.#peer.stop();
  }
}
