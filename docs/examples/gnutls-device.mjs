// A provisioning-only device: gnutls-cli behind the driver contract (docs/drivers.md). It has no HTTP of its own, so the
// request is written into its connection here; who the server is decides gnutls-cli alone.
// Certify it with:  npm run certify -- --dut command --command "node docs/examples/gnutls-device.mjs"
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'gnutls-device-'));
const file = (name) => join(folder, name);
const trusted = new Map();
let settings = {};
let identity = false;
const version = execFileSync('gnutls-cli', ['--version'], { encoding: 'utf8' }).split('\n')[0].split(' ')[1];
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

async function provision() {
  const { username, password } = settings.servers.provisioning;
  const first = await fetched('');
  // RFC 7617: the password goes to a server that asks for it, and to no other.
  if (!username || !/^HTTP\/1\.1 401 [^]*^www-authenticate: basic/im.test(first.response)) return outcome(first);
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  return outcome(await fetched(`Authorization: Basic ${credentials}\r\n`));
}

function fetched(authorization) {
  const { hostname, host, port, pathname } = new URL(settings.servers.provisioning.url);
  const name = hostname.replace(/^\[|\]$/g, '');
  const args = [`--logfile=${file('log')}`, `--verify-hostname=${name}`, '--port', port];
  // RFC 6066 §3: an address is no server name.
  args.push(isIP(name) ? '--disable-sni' : `--sni-hostname=${name}`);
  if (!settings.tls.validate) args.push('--insecure');
  // Without a list of its own it trusts the authorities of the system, as a device does that comes from the factory.
  if (trusted.size > 0) args.push(`--x509cafile=${file('trust.pem')}`);
  if (identity) args.push(`--x509certfile=${file('identity.pem')}`, `--x509keyfile=${file('identity.key')}`);
  writeFileSync(file('trust.pem'), [...trusted.values()].join('\n'));
  writeFileSync(file('log'), '');
  return new Promise((resolve) => {
    const child = spawn('gnutls-cli', [...args, isIP(name) ? name : settings.hosts[name]]);
    const deadline = setTimeout(() => child.kill(), 5000);
    let response = '';
    let said = '';
    child.stdout.on('data', (chunk) => (response += chunk.toString('latin1')));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdin.on('error', () => {});
    child.stdin.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${authorization}Connection: close\r\n\r\n`);
    child.once('close', (_status, signal) => {
      clearTimeout(deadline);
      resolve({ signal, response, said: said + readFileSync(file('log'), 'utf8') });
    });
  });
}

function outcome({ signal, response, said }) {
  if (signal) return { outcome: 'timeout' };
  if (isWhole(response)) return { outcome: 'accepted' };
  const reason = said.match(/^- Status: .*NOT.*|^\*\*\* .*/m)?.[0] ?? response.split('\r\n')[0];
  return { outcome: response === '' ? 'refused' : 'failed', reason };
}

function isWhole(response) {
  const end = response.indexOf('\r\n\r\n');
  const length = response.slice(0, end).match(/^content-length: (\d+)/im)?.[1];
  return response.startsWith('HTTP/1.1 200 ') && response.length - end - 4 === Number(length);
}

const methods = {
  configure: async (params) => ((settings = { ...settings, ...params }), {}),
  'trust.add': async ({ name, pem }) => (trusted.set(name, pem), {}),
  'trust.remove': async ({ name }) => (trusted.delete(name), {}),
  'trust.list': async () => ({ names: [...trusted.keys()] }),
  'identity.set': async ({ chainPem, keyPem }) => {
    writeFileSync(file('identity.pem'), chainPem);
    writeFileSync(file('identity.key'), keyPem, { mode: 0o600 });
    return ((identity = true), {});
  },
  'identity.clear': async () => ((identity = false), {}),
  provision,
};

const capabilities = ['provision', 'trust-store', 'device-certificate', 'ip-target'];
say({ hello: { protocol: 1, name: 'gnutls-cli', version, capabilities } });
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (!Object.hasOwn(methods, method)) return say({ id, error: { kind: 'unsupported', message: method } });
  say({ id, result: await methods[method](params) });
});
lines.on('close', () => (rmSync(folder, { recursive: true, force: true }), process.exit(0)));
