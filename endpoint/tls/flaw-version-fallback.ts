/** The flaw `retries-with-lower-version`: after a failed handshake comes another one, with what only old servers need. */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ConnectOptions, Refusal, Surroundings } from '../contracts.ts';

const PATIENCE_MS = 500;

/** What a device with such a retry takes for a server that is too old for it. */
export const looksOld = ({ kind }: Refusal): boolean => kind === 'network' || kind === 'alert' || kind === 'version';

/** Resolves when the server has answered in whatever way; the connection goes no further. */
export async function tryLowerVersion(
  { resolve: addressOf }: Pick<Surroundings, 'resolve'>,
  { host, port }: ConnectOptions,
): Promise<void> {
  const stream = connect({
    host: await addressOf(host),
    port,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    // OpenSSL 3 speaks these versions at security level 0 only.
    ciphers: 'DEFAULT:@SECLEVEL=0',
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
  });
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, PATIENCE_MS);
    const over = (): void => {
      clearTimeout(late);
      resolve();
    };
    stream.on('error', over);
    stream.once('close', over);
    stream.once('secureConnect', over);
  });
  stream.destroy();
}
