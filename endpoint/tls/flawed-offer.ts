/** What the flaws of parameter-flaws.ts change in the parameters of OpenSSL, and what they do with what it selects. */
import type { ConnectionOptions } from 'node:tls';
import type { FlawName, Flaws } from '../flaws.ts';
import { version, type ServerHello } from './messages.ts';
import { suites } from './parameters.ts';

/** Offered besides the sound ones. */
const unsound: readonly (readonly [FlawName, readonly string[]])[] = [
  ['sends-messages-out-of-order', ['AES128-GCM-SHA256']],
  ['speaks-null-suites', ['NULL-SHA256']],
  ['speaks-anonymous-suites', ['AECDH-AES128-SHA', 'ADH-AES128-GCM-SHA256']],
  ['breaks-off-over-tls12-suites', ['DHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES128-SHA']],
];

/** Parameters in place of those of the device; empty without such a flaw. */
export function flawedOffer(flaws: Flaws): ConnectionOptions {
  const besides = unsound.flatMap(([flaw, names]) => (flaws.has(flaw) ? names : []));
  return {
    // OpenSSL 3 has some of them at security level 0 only.
    ...(besides.length > 0 && { ciphers: [...suites, ...besides, '@SECLEVEL=0'].join(':') }),
    ...(flaws.has('lacks-x25519') && { ecdhCurve: 'P-256:X448:P-521:P-384' }),
  };
}

const aes256Gcm = 0x1302;
const chacha20 = 0x1303;

/** Whether a flaw breaks off over a suite that the device has offered. */
export function breaksOffOver({ version: selected, suite }: ServerHello, flaws: Flaws): boolean {
  if (selected === version.tls12) return flaws.has('breaks-off-over-tls12-suites');
  return (
    (suite === aes256Gcm && flaws.has('breaks-off-over-aes256-gcm')) ||
    (suite === chacha20 && flaws.has('breaks-off-over-chacha20'))
  );
}
