/** The rules on the ClientHello: what breaks each, what does not, and which hellos it says nothing about. */
import { expect, test } from '@playwright/test';
import type { ClientHelloFacts, Connection, Evidence } from '../../evidence.ts';
import type { Case, JudgeContext } from '../../requirement.ts';
import { attempt, connection, evidence, hello } from '../evidence.sample.ts';
import { helloConformity } from './hello-conformity.ts';
import { helloRules, type HelloRuleName } from './hello-rules.ts';

/** As a careful client of today sends it, each time with another random. */
const good = hello({
  suites: [
    ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'],
    ...['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ...['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    'TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
  ],
  groups: ['x25519', 'secp256r1'],
  keyShares: ['x25519'],
  signatureSchemes: ['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256', 'rsa_pkcs1_sha256'],
  certificateSchemes: ['rsa_pkcs1_sha256'],
  pointFormats: ['uncompressed'],
  pskModes: ['psk_dhe_ke'],
  alpn: ['sip/2'],
  extensions: [
    ...['server_name', 'ec_point_formats', 'supported_groups', 'extended_master_secret', 'signature_algorithms'],
    ...['application_layer_protocol_negotiation', 'supported_versions', 'psk_key_exchange_modes', 'key_share'],
  ],
});

const without = (...names: string[]): Partial<ClientHelloFacts> => ({
  extensions: good.extensions.filter((name) => !names.includes(name)),
});
const withExtension = (...names: string[]): Partial<ClientHelloFacts> => ({
  extensions: [...good.extensions, ...names],
});
const withSuite = (...names: string[]): Partial<ClientHelloFacts> => ({ suites: [...good.suites, ...names] });
const tls12: Partial<ClientHelloFacts> = { versions: ['TLS 1.2'], ...without('key_share'), keyShares: [] };
const grease = 'GREASE_0x2a2a';

let serial = 0;
const sent = (partial: Partial<ClientHelloFacts>): ClientHelloFacts => ({
  ...good,
  random: String(++serial).padStart(64, '0'),
  ...partial,
});

const refused: Partial<Connection> = {
  alerts: [{ at: 2, from: 'lab', level: 'fatal', code: 40, name: 'handshake_failure', encrypted: false }],
};

/** The three attempts of a row: good, answered with an alert, good. */
function gathered(...hellos: (Partial<ClientHelloFacts> | null)[]): Evidence {
  const attempts = hellos.map((partial, index) => {
    const connections = partial
      ? [connection({ hello: sent(partial), negotiated: null, ...(index === 1 && refused) })]
      : [];
    const one = attempt('case', connections);
    return { ...one, presented: { ...one.presented, host: 'sip.lab.test' } };
  });
  return evidence({ attempts });
}

const row = (rule: HelloRuleName): Case => ({
  id: 'CHL',
  title: 'ClientHello',
  requirement: 'TLSX-79',
  serves: {},
  hello: rule,
  expect: { M2: 'accept' },
});
const context = (rule: HelloRuleName): JudgeContext => ({
  requirement: 'TLSX-79',
  case: row(rule),
  service: 'sip',
  trust: 'M2',
});
const judged = (rule: HelloRuleName, given: Evidence) => helloConformity(given, context(rule));

/** What breaks each rule; the words of the verdict. */
const breaking: Partial<Record<HelloRuleName, [Partial<ClientHelloFacts>, RegExp][]>> = {
  'not-sslv2-format': [[{ format: 'sslv2', legacyVersion: 'TLS 1.0' }, /SSL 2\.0, for TLS 1\.0/]],
  'no-ssl3': [
    [{ versions: ['TLS 1.2', 'SSL 3.0'] }, /SSL 3\.0/],
    [{ legacyVersion: 'SSL 3.0' }, /SSL 3\.0/],
  ],
  'no-early-tls': [
    [{ versions: ['TLS 1.3', 'TLS 1.2', 'TLS 1.1'] }, /offers TLS 1\.1/],
    [{ versions: ['TLS 1.0'] }, /offers TLS 1\.0/],
  ],
  'current-version': [[{ versions: ['TLS 1.1'] }, /TLS 1\.1 only/]],
  'tls13-offered': [[tls12, /TLS 1\.2 only/]],
  'tls13-preferred': [[{ versions: [grease, 'TLS 1.2', 'TLS 1.3'] }, /TLS 1\.2 before TLS 1\.3/]],
  'record-version': [[{ recordVersion: '0x0201' }, /record of version 0x0201/]],
  'no-null-suites': [[withSuite('TLS_ECDHE_RSA_WITH_NULL_SHA'), /WITH_NULL_SHA/]],
  'no-anonymous-suites': [[withSuite('TLS_ECDH_anon_WITH_AES_128_CBC_SHA'), /anon/]],
  'no-rc4': [[withSuite('TLS_RSA_WITH_RC4_128_MD5'), /RC4/]],
  'no-short-keys': [
    [withSuite('TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5'), /EXPORT/],
    [withSuite('TLS_DHE_RSA_WITH_DES_CBC_SHA'), /DES_CBC/],
  ],
  'no-short-blocks': [
    [withSuite('TLS_RSA_WITH_3DES_EDE_CBC_SHA'), /3DES/],
    [withSuite('TLS_RSA_WITH_IDEA_CBC_SHA'), /IDEA/],
  ],
  'no-rsa-key-transport': [[withSuite('TLS_RSA_WITH_AES_128_GCM_SHA256'), /TLS_RSA_WITH/]],
  'no-static-diffie-hellman': [
    [withSuite('TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256'), /ECDH_ECDSA/],
    [withSuite('TLS_DH_RSA_WITH_AES_128_GCM_SHA256'), /DH_RSA/],
  ],
  'no-finite-field-diffie-hellman': [[withSuite('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'), /DHE_RSA/]],
  'forward-secrecy-first': [
    [{ suites: ['TLS_RSA_WITH_AES_128_GCM_SHA256', ...good.suites] }, /before those with forward secrecy/],
    [{ ...tls12, suites: ['TLS_RSA_WITH_AES_128_GCM_SHA256'] }, /no cipher suite with forward secrecy/],
  ],
  'cbc-with-encrypt-then-mac': [[withSuite('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'), /1 cipher suites with CBC/]],
  'recommended-suites': [
    [{ suites: good.suites.filter((name) => !name.includes('_ECDSA_')) }, /lacks TLS_ECDHE_ECDSA_WITH_AES_128_GCM/],
  ],
  'mandatory-suite': [[{ suites: good.suites.slice(1) }, /lacks TLS_AES_128_GCM_SHA256/]],
  'no-fallback-signal': [[withSuite('TLS_FALLBACK_SCSV'), /TLS_FALLBACK_SCSV/]],
  'renegotiation-signal': [[{ suites: good.suites.slice(0, -1) }, /neither/]],
  'secp256r1-with-tls13': [
    [{ groups: [grease, 'x25519'] }, /no secp256r1, but x25519/],
    [without('supported_groups'), /no supported_groups/],
  ],
  'secp256r1-without-tls13': [[{ ...tls12, groups: ['secp384r1'] }, /no secp256r1/]],
  'no-short-groups': [[{ groups: [...good.groups, 'secp192r1', 'sect163k1'] }, /secp192r1, sect163k1/]],
  'signature-algorithms-sent': [[without('signature_algorithms'), /no signature_algorithms/]],
  'no-md5-signatures': [[{ signatureSchemes: ['rsa_pkcs1_md5'] }, /rsa_pkcs1_md5/]],
  'no-sha1-signatures': [[{ signatureSchemes: ['ecdsa_sha1'] }, /ecdsa_sha1/]],
  'no-sha1-in-certificates': [[{ certificateSchemes: ['rsa_pkcs1_sha1'] }, /rsa_pkcs1_sha1 in certificates/]],
  'rsa-pss': [[{ signatureSchemes: ['rsa_pkcs1_sha256'] }, /lacks rsa_pss_rsae_sha256/]],
  'no-dsa': [
    [{ signatureSchemes: ['dsa_sha256'] }, /dsa_sha256/],
    [withSuite('TLS_DHE_DSS_WITH_AES_128_GCM_SHA256'), /DSS/],
  ],
  'extended-master-secret': [[without('extended_master_secret'), /no extended_master_secret/]],
  'server-name-sent': [[{ serverName: null }, /names no server/]],
  'server-name-right': [
    [{ serverName: 'other.lab.test' }, /asks for other\.lab\.test/],
    [{ serverName: '192.0.2.1' }, /the address 192\.0\.2\.1/],
  ],
  'server-name-of-domain': [[{ serverName: null }, /names no server/]],
  'no-compression-with-tls13': [[{ compression: [1, 0] }, /compression 1/]],
  'no-compression-without-tls13': [[{ ...tls12, compression: [1, 0] }, /compression 1/]],
  'no-truncated-hmac': [[withExtension('truncated_hmac'), /truncated_hmac/]],
  'no-heartbeat': [[withExtension('heartbeat'), /heartbeat/]],
  'uncompressed-points': [
    [{ pointFormats: ['uncompressed', 'ansiX962_compressed_prime'] }, /ansiX962_compressed_prime/],
  ],
  'no-early-data': [[withExtension('early_data'), /early_data/]],
  'no-psk-without-dhe': [[{ pskModes: ['psk_ke', 'psk_dhe_ke'] }, /psk_ke/]],
  'own-protocol': [[{ alpn: ['http/1.1'] }, /http\/1\.1 only/]],
  'well-formed': [
    [withExtension('server_name'), /server_name twice/],
    [{ extensions: ['pre_shared_key', ...good.extensions] }, /pre_shared_key before/],
    [{ keyShares: ['x448'] }, /x448, which it does not list/],
    [{ keyShares: ['x25519', 'x25519'] }, /two key shares of x25519/],
    [{ unreadable: ['supported_groups'] }, /supported_groups in another form/],
  ],
  'mandatory-extensions': [
    [without('key_share'), /no key_share/],
    [without('supported_groups', 'key_share'), /no supported_groups/],
    [without('signature_algorithms'), /no signature_algorithms/],
  ],
};

const telling = (Object.keys(helloRules) as HelloRuleName[]).filter((name) => 'tells' in helloRules[name]);
const together: readonly HelloRuleName[] = ['fresh-random'];

test('every rule that can be broken is broken below', () => {
  const covered = [...Object.keys(breaking), ...telling, ...together];
  expect(Object.keys(helloRules).filter((name) => !covered.includes(name))).toEqual([]);
});

for (const [name, variants] of Object.entries(breaking) as [HelloRuleName, [Partial<ClientHelloFacts>, RegExp][]][]) {
  for (const [index, [partial, words]] of variants.entries()) {
    test(`${name}, way ${index + 1} to break it: ${words.source}`, () => {
      const found = judged(name, gathered(partial, partial, partial));
      expect(found).toMatchObject({ verdict: 'fail', seen: expect.stringMatching(words) });
      expect(judged(name, gathered({}, {}, partial)).verdict).toBe('fail');
    });
  }
  test(`${name}: a careful client does not break it, with or without GREASE`, () => {
    const { versions, suites, groups, keyShares, extensions, signatureSchemes, alpn } = good;
    const lists = { versions, suites, groups, keyShares, signatureSchemes, alpn };
    const greased = Object.fromEntries(Object.entries(lists).map(([list, names]) => [list, [grease, ...names]]));
    const both = { ...greased, extensions: [grease, ...extensions, 'GREASE_0x3a3a'] };
    // What only a client without TLS 1.3 can break is not applicable to this one.
    expect(['pass', 'not-applicable']).toContain(judged(name, gathered({}, {}, {})).verdict);
    expect(judged(name, gathered(both, both, both)).verdict).toBe(judged(name, gathered({}, {}, {})).verdict);
  });
}

test('a rule that is not about any of the hellos is not applicable, with the reason', () => {
  expect(judged('mandatory-suite', gathered(tls12, tls12, tls12))).toMatchObject({
    verdict: 'not-applicable',
    seen: 'TLS 1.3 is not offered',
  });
  expect(
    judged('extended-master-secret', gathered({ ...without('extended_master_secret'), versions: ['TLS 1.3'] })),
  ).toMatchObject({
    verdict: 'not-applicable',
  });
  expect(judged('server-name-right', gathered({ serverName: null })).verdict).toBe('not-applicable');
  expect(judged('own-protocol', gathered({ alpn: [] })).verdict).toBe('not-applicable');
  expect(judged('secp256r1-without-tls13', gathered({})).verdict).toBe('not-applicable');
});

test('the verdict says which hellos were seen, and which of them break the rule', () => {
  expect(judged('no-rc4', gathered({}, {}, {})).seen).toBe(
    'holds in 3 ClientHellos (first, reconnect, after a failed handshake)',
  );
  expect(judged('no-rc4', gathered({}, {}, null)).seen).toBe('holds in 2 ClientHellos (first, reconnect)');
  expect(judged('no-rc4', gathered({}, {}, withSuite('TLS_RSA_WITH_RC4_128_SHA'))).seen).toBe(
    'offers TLS_RSA_WITH_RC4_128_SHA; only in after a failed handshake',
  );
});

test('without a ClientHello nothing can be said; a fault of the bench is an error', () => {
  expect(judged('no-rc4', gathered(null, null, null))).toMatchObject({ verdict: 'inconclusive' });
  expect(judged('no-rc4', evidence({ attempts: [attempt('case', [connection({ hello: null })])] }))).toMatchObject({
    verdict: 'inconclusive',
  });
  const broken = { ...gathered({}), benchFaults: [{ code: 'X', message: 'the lab died' }] };
  expect(judged('no-rc4', broken)).toMatchObject({ verdict: 'error', seen: 'the lab died' });
});

test('a random that comes twice breaks the rule', () => {
  expect(judged('fresh-random', gathered({}, {}, {})).verdict).toBe('pass');
  const fixed = { random: 'ab'.repeat(32) };
  expect(judged('fresh-random', gathered(fixed, {}, fixed))).toMatchObject({ verdict: 'fail', seen: /abababab/ });
});

test('a fallback that signals itself does not break the rule', () => {
  const fallback = { ...tls12, ...withSuite('TLS_FALLBACK_SCSV') };
  expect(judged('no-fallback-signal', gathered({}, {}, fallback)).verdict).toBe('pass');
  expect(judged('no-fallback-signal', gathered(fallback, fallback, fallback)).verdict).toBe('fail');
});

test('where nothing is judged the value is told, and a later one that differs', () => {
  expect(judged('ja4', gathered({}, {}, {}))).toMatchObject({ verdict: 'observed', seen: good.ja4 });
  expect(judged('grease', gathered({ groups: [grease] }, {}, {}))).toMatchObject({
    verdict: 'observed',
    seen: 'GREASE, reconnect and after a failed handshake no GREASE',
  });
  expect(
    judged('post-quantum-groups', gathered({ groups: ['X25519MLKEM768'], keyShares: ['X25519MLKEM768'] })).seen,
  ).toBe('X25519MLKEM768 with a share');
  const at = Math.floor(Date.parse('2026-11-21T09:00:00.000Z') / 1000).toString(16);
  expect(judged('time-in-random', gathered({ random: at.padEnd(64, 'f') })).seen).toBe('begins with the time');
  expect(judged('time-in-random', gathered({ random: 'f'.repeat(64) })).seen).toBe('does not begin with the time');
  expect(judged('size', gathered({ bytes: 1700, padding: 300 })).seen).toBe('more than 1500 octets, padded');
});

test('no value that is told has a colon, behind which the reports would cut it off', () => {
  for (const name of telling) expect(judged(name, gathered({}, {}, {})).seen, name).not.toContain(': ');
});
