/** Grades of entries of a ClientHello, against OpenSSL's own properties of its suites. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { lacks } from '../../../lab/peers/testing.ts';
import { gradeOfOffer, groupBits, type OfferKind } from './offer-grades.ts';

const graded = (kind: OfferKind, names: readonly string[]) => names.map((name) => gradeOfOffer(kind, name));

test('versions', () => {
  expect(graded('version', ['TLS 1.3', 'TLS 1.2', 'TLS 1.1', 'TLS 1.0', 'SSL 3.0', 'SSL 2.0'])).toEqual([
    ...['good', 'good', 'bad', 'bad', 'bad', 'bad'],
  ]);
  expect(graded('version', ['TLS 1.3 draft 28', 'GREASE_0x0a0a', '0x0305'])).toEqual([
    'doubtful',
    'signal',
    'doubtful',
  ]);
});

test('suites that no client may offer', () => {
  const bad = [
    ...['TLS_NULL_WITH_NULL_NULL', 'TLS_RSA_WITH_NULL_SHA256', 'TLS_ECDHE_PSK_WITH_NULL_SHA', 'TLS_SHA256_SHA256'],
    ...['TLS_DH_anon_WITH_AES_128_GCM_SHA256', 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA'],
    ...['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA', 'TLS_RSA_WITH_DES_CBC_SHA'],
    ...['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'SSL_CK_RC4_128_WITH_MD5', 'SSL_CK_DES_64_CBC_WITH_MD5'],
  ];
  expect(bad.filter((name) => gradeOfOffer('suite', name) !== 'bad')).toEqual([]);
});

test('suites that are advised against, and what offers nothing', () => {
  const doubtful = [
    ...['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_RSA_WITH_IDEA_CBC_SHA', 'TLS_RSA_WITH_AES_128_GCM_SHA256'],
    ...['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256', '0x1234'],
    ...['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8', 'TLS_AES_128_CCM_8_SHA256'],
  ];
  expect(doubtful.filter((name) => gradeOfOffer('suite', name) !== 'doubtful')).toEqual([]);
  expect(graded('suite', ['TLS_FALLBACK_SCSV', 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV', 'GREASE_0x1a1a'])).toEqual([
    ...['signal', 'signal', 'signal'],
  ]);
});

test('the suites that OpenSSL has with ephemeral curves and an AEAD are the good ones', () => {
  test.skip(lacks('openssl', 'version'), 'openssl is not installed');
  const text = execFileSync('openssl', ['ciphers', '-v', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'], {
    encoding: 'utf8',
  });
  const rows = [...text.matchAll(/^(\S+) +- \S+ +\S+ +Kx=(\S+) +Au=(\S+) +Enc=(\S+) +Mac=(\S+)/gm)];
  expect(rows.length).toBeGreaterThan(100);
  const isGood = ([, , exchange, by, cipher, mac]: RegExpMatchArray): boolean =>
    /^(ECDH|ECDHEPSK|any)$/.test(exchange ?? '') && by !== 'None' && mac === 'AEAD' && !/CCM8/.test(cipher ?? '');
  const wrong = rows.filter((row) => (gradeOfOffer('suite', row[1] ?? '') === 'good') !== isGood(row));
  expect(wrong.map(([line]) => line)).toEqual([]);
  const none = rows.filter(([, , , by, cipher]) => by === 'None' || cipher === 'None');
  expect(none.filter(([, name]) => gradeOfOffer('suite', name ?? '') !== 'bad')).toEqual([]);
});

test('groups: less than 224 bits are bad, what RFC 8422 has left out is doubtful', () => {
  expect(graded('group', ['secp256r1', 'x25519', 'x448', 'ffdhe2048', 'X25519MLKEM768', 'brainpoolP256r1'])).toEqual([
    ...['good', 'good', 'good', 'good', 'good', 'good'],
  ]);
  expect(graded('group', ['sect163k1', 'secp160r1', 'secp192r1', 'sect193r1'])).toEqual(['bad', 'bad', 'bad', 'bad']);
  expect(graded('group', ['secp224r1', 'secp256k1', 'sect571r1', 'arbitrary_explicit_prime_curves'])).toEqual([
    ...['doubtful', 'doubtful', 'doubtful', 'doubtful'],
  ]);
  expect(['x25519', 'secp521r1', 'ffdhe3072', 'MLKEM768'].map(groupBits)).toEqual([255, 521, 3072, null]);
});

test('signature schemes', () => {
  expect(graded('scheme', ['rsa_pkcs1_md5', 'rsa_pkcs1_sha1', 'ecdsa_sha1', 'dsa_sha1', 'anonymous_sha256'])).toEqual([
    ...['bad', 'bad', 'bad', 'bad', 'bad'],
  ]);
  expect(graded('scheme', ['rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256', 'ed25519', 'rsa_pkcs1_sha256'])).toEqual([
    ...['good', 'good', 'good', 'good'],
  ]);
  expect(graded('scheme', ['dsa_sha256', 'ecdsa_sha224', 'rsa_pkcs1_sha256_legacy', '0x9999'])).toEqual([
    ...['doubtful', 'doubtful', 'doubtful', 'doubtful'],
  ]);
});
