/** One handshake with a listener of the lab: proves that it answers and serves what it is meant to. */
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { LabError } from '../errors.ts';
import type { Identity } from '../pki/pki.ts';
import type { Address } from './lab.ts';
import { pinnedGroups } from './pinned-suites.ts';
import type { Presentation } from './presentation.ts';

const patience = 5_000;
const versions = { 'TLS 1.0': 'TLSv1', 'TLS 1.1': 'TLSv1.1', 'TLS 1.2': 'TLSv1.2', 'TLS 1.3': 'TLSv1.3' } as const;

/** SHA-256 of the leaf that the listener serves, null where it shows none. `identity` is shown where the listener asks for
 * one. Throws LabError where no handshake comes about, or another suite or group than the listener is pinned to. */
export function servedLeaf(
  address: Address,
  host: string,
  { version, suite, group }: Pick<Presentation, 'version' | 'suite' | 'group'>,
  identity?: Identity,
): Promise<string | null> {
  const only = version ? versions[version] : undefined;
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...address,
      servername: host,
      rejectUnauthorized: false,
      ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0',
      minVersion: only ?? 'TLSv1.2',
      maxVersion: only ?? 'TLSv1.3',
      ...(identity && { cert: identity.chainPem, key: identity.keyPem }),
    });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new LabError('LAB_LISTENER', `the listener at ${address.host}:${address.port} does not answer: ${why}`));
    };
    socket.setTimeout(patience, () => fail(`no handshake within ${patience} ms`));
    socket.on('error', (error: Error) => fail(error.message));
    socket.on('end', () => fail('closed in the handshake'));
    socket.on('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate()?.raw;
      const selected = socket.getCipher().standardName;
      const exchanged = (socket.getEphemeralKeyInfo() as { name?: string } | null)?.name;
      if (suite && selected !== suite) return fail(`it selects ${selected}, not ${suite}`);
      if (group && exchanged !== pinnedGroups[group]) return fail(`keys over ${exchanged}, not ${group}`);
      socket.destroy();
      resolve(leaf ? createHash('sha256').update(leaf).digest('hex') : null);
    });
  });
}
