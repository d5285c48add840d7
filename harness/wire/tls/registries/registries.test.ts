/** The registries against what OpenSSL, GnuTLS and Wireshark know. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { alertName } from './alerts.ts';
import { extensionName } from './extensions.ts';
import { groupName } from './groups.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { suiteParameters } from './suite-parameters.ts';
import { cipherKindName, suiteName, suites } from './suites.ts';
import { versionName } from './versions.ts';

function output(program: string, ...args: string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 27, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !process.env.CI) return null;
    throw error;
  }
}

const number = (high = '', low = ''): number => Number.parseInt(high + low, 16);

test('every suite that OpenSSL knows has its standard name', () => {
  const text = output('openssl', 'ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0');
  test.skip(text === null, 'openssl is not installed');
  const rows = [...(text ?? '').matchAll(/0x(..),0x(..) - (TLS_\S+)/g)];
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.map(([, high, low]) => suiteName(number(high, low)))).toEqual(rows.map(([, , , name]) => name));
});

test('every suite that GnuTLS knows is registered under its number', () => {
  const text = output('gnutls-cli', '--list');
  test.skip(text === null, 'gnutls-cli is not installed');
  // GnuTLS leaves out _WITH_ and the hash, so only the numbers are compared.
  const rows = [...(text ?? '').matchAll(/^TLS_\S+\s+0x(..), 0x(..)/gm)];
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(([, high, low]) => !suites.has(number(high, low)))).toEqual([]);
});

/** Wireshark's tables, by the filter name of the field. */
function wiresharkTables(): (field: string) => [number, string][] {
  const text = output('tshark', '-G', 'values');
  test.skip(text === null, 'tshark is not installed');
  const rows = (text ?? '').split('\n').map((line) => line.split('\t'));
  return (field) =>
    rows.filter(([kind, name]) => kind === 'V' && name === field).map((row) => [Number(row[2]), row[3] ?? '']);
}

const isGreaseRow = (name: string): boolean => name === 'Reserved (GREASE)';

/** Private use, which Wireshark names as one project uses it; IANA has given groups from 0x0200 to others since. */
for (const [field, name, least, isPrivate] of [
  ['tls.handshake.ciphersuite', suiteName, 400, () => false],
  ['tls.handshake.extensions_supported_group', groupName, 35, (high: number) => high === 0x02 || high === 0x2f],
  ['tls.handshake.sig_hash_alg', signatureSchemeName, 15, (high: number) => high === 0xfe],
] as const) {
  test(`every entry of Wireshark's ${field} has its name`, () => {
    const rows = wiresharkTables()(field).filter(([number, named]) => !isGreaseRow(named) && !isPrivate(number >> 8));
    expect(rows.length).toBeGreaterThanOrEqual(least);
    expect(rows.filter(([number, named]) => name(number) !== named)).toEqual([]);
  });
}

test("every entry of Wireshark's tls.handshake.extension.type is known, if under another name", () => {
  const rows = wiresharkTables()('tls.handshake.extension.type').filter(([, named]) => !named.startsWith('Reserved'));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(([number]) => /^0x/.test(extensionName(number)))).toEqual([]);
  // Its own words for a draft, for what IANA names in the singular, and for what lost its number.
  const others = rows.filter(([number, named]) => extensionName(number) !== named).map(([number]) => number);
  expect(others).toEqual([34, 53, 0xffa5]);
});

test('names of numbers that offer nothing, are private, or are unknown', () => {
  expect([0x0004, 0x000a, 0x0003, 0x0034, 0x00ff, 0x5600, 0x0a0a, 0x1234].map(suiteName)).toEqual([
    'TLS_RSA_WITH_RC4_128_MD5',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_RSA_EXPORT_WITH_RC4_40_MD5',
    'TLS_DH_anon_WITH_AES_128_CBC_SHA',
    'TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
    'TLS_FALLBACK_SCSV',
    'GREASE_0x0a0a',
    '0x1234',
  ]);
  expect([cipherKindName(0x010080), cipherKindName(0x000005)]).toEqual([
    'SSL_CK_RC4_128_WITH_MD5',
    'TLS_RSA_WITH_RC4_128_SHA',
  ]);
  expect([groupName(23), groupName(0x11ec), groupName(0x2a2a)]).toEqual([
    'secp256r1',
    'X25519MLKEM768',
    'GREASE_0x2a2a',
  ]);
  expect([0x0804, 0x0101, 0x0202, 0x0303, 0x9999].map(signatureSchemeName)).toEqual([
    'rsa_pss_rsae_sha256',
    'rsa_pkcs1_md5',
    'dsa_sha1',
    'ecdsa_sha224',
    '0x9999',
  ]);
  expect([extensionName(51), extensionName(0xff01), extensionName(0x9999)]).toEqual([
    'key_share',
    'renegotiation_info',
    '0x9999',
  ]);
  expect([alertName(48), alertName(116), alertName(199)]).toEqual(['unknown_ca', 'certificate_required', 'alert 199']);
  expect([versionName(0x0304), versionName(0x0300), versionName(0x0002), versionName(0x7f1c)]).toEqual([
    'TLS 1.3',
    'SSL 3.0',
    'SSL 2.0',
    'TLS 1.3 draft 28',
  ]);
});

test('no export or single-DES suite claims to be readable', () => {
  const readable = [...suites].filter(([suite]) => suiteParameters(suite)).map(([, name]) => name);
  expect(readable.length).toBeGreaterThan(200);
  expect(readable.filter((name) => /EXPORT|_DES_CBC|DES40|IDEA|RC2|SCSV/.test(name))).toEqual([]);
});
