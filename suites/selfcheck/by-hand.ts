/**
 * What curl and gnutls-cli make of the server certificates of the catalogue when they are called by hand: at a plain HTTPS
 * server of node, without tap, bench and driver.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { isIP, isIPv6, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CIPHERS } from 'node:tls';
import type { Capability } from '../../harness/dut/driver.ts';
import { labFolder } from '../../harness/lab/places.ts';
import { hostOf } from '../../harness/lab/targets.ts';
import { createPki, type Pki, type ServedCertificate } from '../../harness/pki/pki.ts';
import { requirementOf, type Outcome } from '../../harness/requirement.ts';
import { runsOf } from '../../harness/test.ts';
import { serverCertificates } from '../certificates/cases.ts';
import type { SelfcheckRow } from './certify.ts';

interface Target {
  /** The name or the address that the tool is told to reach, and to compare with the certificate. */
  host: string;
  address: string;
  port: number;
  /** PEM file of what is trusted. */
  trust: string;
}

interface Tool {
  args(target: Target): string[];
  /** Written to its input. */
  input(target: Target): string;
  accepts(ended: Ended): boolean;
  refuses(ended: Ended): boolean;
}

interface Ended {
  status: number | null;
  output: string;
}

const body = 'served by hand\n';

/** curl(1): 35 a problem in the handshake, 60 a certificate that cannot be trusted for this host. */
const refusals = [35, 60];

const tools = {
  curl: {
    args: ({ host, address, port, trust }) => [
      ...['--silent', '--show-error', '--max-time', '10', '--cacert', trust],
      ...(isIP(host) ? [] : ['--resolve', `${host}:${port}:${address}`]),
      `https://${isIPv6(host) ? `[${host}]` : host}:${port}/`,
    ],
    input: () => '',
    accepts: ({ status, output }) => status === 0 && output === body,
    refuses: ({ status }) => refusals.includes(status ?? 0),
  },
  'gnutls-cli': {
    args: ({ host, address, port, trust }) => [
      ...[`--x509cafile=${trust}`, `--verify-hostname=${host}`, '--port', String(port)],
      ...(isIP(host) ? ['--disable-sni'] : [`--sni-hostname=${host}`]),
      address,
    ],
    input: ({ host }) => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    accepts: ({ status, output }) => status === 0 && output.includes(body),
    refuses: ({ status, output }) => status === 1 && /^\*\*\* (Fatal error|PKI verification)/m.test(output),
  },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** What both tools have, as their example drivers declare it. */
const capabilities: readonly Capability[] = ['provision', 'trust-store', 'device-certificate', 'ip-target'];

/** The rows that apply to the tools and that a plain server can serve: loaded by OpenSSL, signed for with their own key. */
const served = (pki: Pki) =>
  runsOf(serverCertificates, 'M2')
    .filter(({ service, row }) => service === 'provisioning' && !row.serves.tls)
    .filter(({ row, requirement }) =>
      [...(row.needs ?? []), ...(requirementOf(requirement).needs ?? [])].every((one) => capabilities.includes(one)),
    )
    .map(({ row: { id, serves }, outcome }) => {
      const host = hostOf('provisioning', serves.target);
      return { id, outcome, host, certificate: pki.certificate(serves.certificate ?? 'good', host) };
    })
    .filter(({ certificate }) => certificate.loadable);

/** One line for each row, by its id: what the tool did, and the verdict that this is worth. Throws for a tool that neither
 * accepts nor refuses. */
export async function calledByHand(tool: ToolName): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-by-hand-'));
  const pki = await createPki({ keyFolder: join(labFolder, 'keys') });
  const waiting = served(pki);
  const lines: Record<string, string> = {};
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const trust = join(folder, `${next.id.replace('/', '-')}.pem`);
      writeFileSync(trust, `${pki.anchors.lab}${next.certificate.anchorPem ?? ''}`);
      lines[next.id] = line(next.outcome, await visit(tool, next.certificate, { host: next.host, trust }));
    }
  };
  try {
    await Promise.all(Array.from({ length: 4 }, lane));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}

/** The same lines as the rows of a certification tell them, of those cases that were called by hand. */
export function certifiedAs(rows: readonly SelfcheckRow[], cases: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap((row): [string, string][] => {
      if (row.case === null || !(row.case in cases) || row.service !== 'provisioning' || row.trust !== 'M2') return [];
      return [[row.case, `${/HTTP GET/.test(row.seen) ? 'accepted' : 'refused'}: ${row.verdict}`]];
    }),
  );
}

function line(outcome: Outcome, accepted: boolean): string {
  const did = accepted ? 'accepted' : 'refused';
  if (outcome === 'record') return `${did}: observed`;
  return `${did}: ${(outcome === 'accept') === accepted ? 'pass' : 'fail'}`;
}

/** Whether the tool fetches the body from a server with this certificate. */
async function visit(name: ToolName, certificate: ServedCertificate, to: Pick<Target, 'host' | 'trust'>) {
  const address = isIPv6(to.host) ? '::1' : '127.0.0.1';
  const server = await serve(certificate, address);
  const tool: Tool = tools[name];
  const target = { ...to, address, port: (server.address() as AddressInfo).port };
  const ended = await run(name, tool.args(target), tool.input(target));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  if (tool.accepts(ended)) return true;
  if (tool.refuses(ended)) return false;
  throw new Error(`${name} at ${certificate.fault} ended with status ${ended.status}:\n${ended.output}`);
}

async function serve({ chainPem, keyPem, weak }: ServedCertificate, address: string): Promise<Server> {
  const ciphers = weak ? { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` } : {};
  const server = createServer({ cert: chainPem, key: keyPem, ...ciphers }, (_, response) => response.end(body));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
  return server;
}

async function run(program: string, args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(program, args, { timeout: 20_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { status, output };
}
