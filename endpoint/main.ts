/** Starts the device as a process of its own. Standard output carries one line, once it is up; the log goes to stderr. */
import { existsSync, mkdirSync } from 'node:fs';
import { Device } from './device.ts';
import { Flaws } from './flaws.ts';
import { loadSip, modules } from './modules.ts';
import { type Options, parseOptions, usage, UsageError } from './options.ts';
import { user } from './web/access.ts';
import { webCertificate } from './web/certificate.ts';
import { ownPassword } from './web/password.ts';
import { startWeb } from './web/server.ts';

const badUsage = 2;
const failed = 1;
/** What does not close by then is left to the operating system. */
const closingMs = 800;

function readOptions(): Options {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options.factory !== undefined && !existsSync(options.factory))
      throw new UsageError(`--factory ${options.factory}: there is no such folder.`);
    return options;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(badUsage);
  }
}

function announce(url: string, sha256: string, password: string): void {
  if (!process.stdout.isTTY) {
    process.stdout.write(`${JSON.stringify({ ready: true, web: url, sha256, user, password })}\n`);
    return;
  }
  process.stdout.write(
    `The device is up. Open ${url} (its certificate is its own, so a browser asks once) and log in:\n` +
      `  user      ${user}\n  password  ${password}\n  SHA-256   ${sha256}\nCtrl-C stops it.\n`,
  );
}

async function start(options: Options): Promise<void> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const flaws = new Flaws();
  flaws.set(options.flaws);
  const password = options.password ?? (await ownPassword(options.data));
  const device = await Device.open({ ...options, flaws, secrets: [password] }, modules);
  device.journal.onEvent((event) => {
    if (event.kind === 'log') process.stderr.write(`${event.at} ${String(event.line)}\n`);
  });
  const certificate = await webCertificate(options.data, options.mac);
  const web = await startWeb(device, {
    address: options.webAddress,
    port: options.webPort,
    password,
    certificate,
    allowFlaws: options.allowFlaws,
  });

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), closingMs).unref();
    void Promise.allSettled([web.close(), device.close()]).then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (options.exitWithStdin) process.stdin.once('close', end).resume();

  device.boot();
  announce(web.url, certificate.sha256, password);
  await loadSip();
}

const options = readOptions();
if (options.help) process.stdout.write(usage);
else {
  start(options).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const where = `${options.webAddress}:${options.webPort}`;
    const told: Record<string, string> = {
      EADDRINUSE: `${where} is taken: give another --web-port, or 0 for any that is free.`,
      EADDRNOTAVAIL: `${options.webAddress} is no address of this machine: give another --web-address.`,
      EACCES: `Not allowed: ${message}. Ports below 1024 need rights; --data must be a folder of yours.`,
    };
    process.stderr.write(`${told[code ?? ''] ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exit(failed);
  });
}
