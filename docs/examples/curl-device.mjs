// A provisioning-only device: curl behind the driver contract (docs/drivers.md).
// Certify it with:  npm run certify -- --dut command --command "node docs/examples/curl-device.mjs"
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'curl-device-'));
const trusted = new Map();
let settings = {};
let identity = null;
const version = execFileSync('curl', ['--version'], { encoding: 'utf8' }).split(' ')[1];
const kept = (name, text) => (writeFileSync(join(folder, name), text, { mode: 0o600 }), join(folder, name));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

function provision() {
  const { url, username, password } = settings.servers.provisioning;
  const { hostname, port } = new URL(url);
  const args = ['--silent', '--show-error', '--fail', '--max-time', '5', '--output', join(folder, 'device.cfg')];
  // An address needs no table.
  if (hostname in settings.hosts) args.push('--resolve', `${hostname}:${port}:${settings.hosts[hostname]}`);
  // Without a list of its own it trusts the authorities of the system, as a device does that comes from the factory.
  if (trusted.size > 0) args.push('--cacert', kept('trust.pem', [...trusted.values()].join('\n')));
  if (identity) args.push('--cert', kept('own.pem', identity.chainPem), '--key', kept('own.key', identity.keyPem));
  if (!settings.tls.validate) args.push('--insecure');
  if (username) args.push('--anyauth', '--user', `${username}:${password}`);
  return new Promise((resolve) => {
    execFile('curl', [...args, url], (error, _out, said) =>
      resolve(error ? { outcome: 'refused', reason: said.trim() } : { outcome: 'accepted' }),
    );
  });
}

const methods = {
  configure: async (params) => ((settings = { ...settings, ...params }), {}),
  'trust.add': async ({ name, pem }) => (trusted.set(name, pem), {}),
  'trust.remove': async ({ name }) => (trusted.delete(name), {}),
  'trust.list': async () => ({ names: [...trusted.keys()] }),
  'identity.set': async (params) => ((identity = params), {}),
  'identity.clear': async () => ((identity = null), {}),
  provision,
};

const capabilities = ['provision', 'trust-store', 'device-certificate', 'ip-target'];
say({ hello: { protocol: 1, name: 'curl', version, capabilities } });
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (!Object.hasOwn(methods, method)) return say({ id, error: { kind: 'unsupported', message: method } });
  say({ id, result: await methods[method](params) });
});
lines.on('close', () => (rmSync(folder, { recursive: true, force: true }), process.exit(0)));
