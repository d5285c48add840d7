import { expect, test } from '@playwright/test';
import { offerFor } from '../policy.ts';
import { say } from '../said.ts';
import { callScripts, type CallScriptName } from '../call-scripts.ts';

/** What goes over the wire for that script: the honest offer of the policy `mandatory`, as the script changes it. */
function offered(name: CallScriptName): string[] {
  const { describe, suites } = callScripts[name];
  const own = offerFor('mandatory', 4000, suites);
  const said = describe?.(own, { round: 0, offer: null, sparePort: 4002 }) ?? own;
  return say(said, { host: '127.0.0.1', session: 1, version: 1 }).text.split('\r\n');
}

const suite = 'AES_CM_128_HMAC_SHA1_80';
const key = '[A-Za-z0-9+/]{40}';

const lines: Partial<Record<CallScriptName, readonly string[]>> = {
  'crypto-empty': [''],
  'crypto-tag-alone': ['1'],
  'crypto-without-tag': [`${suite} inline:${key}`],
  'crypto-tag-word': [`FOO ${suite} inline:${key}`],
  'crypto-tag-long': [`100000000000 ${suite} inline:${key}`],
  'crypto-suite-unknown': [`1 UNKNOWN_128_HMAC_SHA1_80 inline:${key}`],
  'crypto-suite-missing': [`1 inline:${key}`],
  'crypto-suite-f8': [`1 F8_128_HMAC_SHA1_80 inline:${key}`],
  'crypto-suite-null': [`1 NULL_HMAC_SHA1_80 inline:${key}`],
  'crypto-key-missing': [`1 ${suite}`],
  'crypto-key-empty': [`1 ${suite} inline:`],
  'crypto-key-half': [`1 ${suite} inline:[A-Za-z0-9+/]{20}`],
  'crypto-key-long': [`1 ${suite} inline:[A-Za-z0-9+/]{42}==`],
  'crypto-method-missing': [`1 ${suite} ${key}`],
  'crypto-method-other': [`1 ${suite} outline:${key}`],
  'crypto-base64-signs': [`1 ${suite} inline:[A-Za-z0-9+/]{20}!![A-Za-z0-9+/]{20}`],
  'crypto-base64-url': [`1 ${suite} inline:-_[A-Za-z0-9+/]{38}`],
  'crypto-lifetime-power': [`1 ${suite} inline:${key}\\|2\\^20`],
  'crypto-lifetime-number': [`1 ${suite} inline:${key}\\|1048576`],
  'crypto-lifetime-zero': [`1 ${suite} inline:${key}\\|0`],
  'crypto-lifetime-long': [`1 ${suite} inline:${key}\\|2\\^49`],
  'crypto-lifetime-word': [`1 ${suite} inline:${key}\\|FOO`],
  'crypto-mki': [`1 ${suite} inline:${key}\\|2\\^20\\|1:4`],
  'crypto-mki-empty': [`1 ${suite} inline:${key}\\|2\\^20\\|1:0`],
  'crypto-mki-long': [`1 ${suite} inline:${key}\\|2\\^20\\|1:129`],
  'crypto-mki-word': [`1 ${suite} inline:${key}\\|2\\^20\\|1:FOO`],
  'crypto-parameter-unknown': [`1 ${suite} inline:${key} FOO=1`],
  'crypto-parameter-optional': [`1 ${suite} inline:${key} -FOO=1`],
  'crypto-unencrypted-srtp': [`1 ${suite} inline:${key} UNENCRYPTED_SRTP`],
  'crypto-unencrypted-srtcp': [`1 ${suite} inline:${key} UNENCRYPTED_SRTCP`],
  'crypto-unauthenticated': [`1 ${suite} inline:${key} UNAUTHENTICATED_SRTP`],
  'crypto-empty-then-good': ['', `2 ${suite} inline:${key}`],
  'crypto-unknown-then-good': [`1 UNKNOWN_128_HMAC_SHA1_80 inline:${key}`, `2 ${suite} inline:${key}`],
  'crypto-other-tag': [`99 ${suite} inline:${key}`],
  'crypto-other-suite': [`1 AES_CM_128_HMAC_SHA1_32 inline:${key}`],
  'crypto-padded-46': ['1 AES_256_CM_HMAC_SHA1_80 inline:[A-Za-z0-9+/]{62}=='],
  'crypto-unpadded-46': ['1 AES_256_CM_HMAC_SHA1_80 inline:[A-Za-z0-9+/]{62}'],
  'crypto-padded-44': ['1 AEAD_AES_256_GCM inline:[A-Za-z0-9+/]{59}='],
  'crypto-unpadded-44': ['1 AEAD_AES_256_GCM inline:[A-Za-z0-9+/]{59}'],
  'crypto-line-of-64-kib': [`1 ${suite} inline:A{65536}`],
  'crypto-with-nul': [`1 ${suite} inline:${key}\0A{40}`],
};

for (const [name, values] of Object.entries(lines)) {
  test(`${name}: these lines at the media level, and no other`, () => {
    const text = offered(name as CallScriptName);

    expect(text.filter((line) => line.startsWith('m='))).toEqual(['m=audio 4000 RTP/SAVP 0 8']);
    const crypto = text.filter((line) => line.startsWith('a=crypto:'));
    expect(crypto).toEqual(values.map((value) => expect.stringMatching(new RegExp(`^a=crypto:${value}$`))));
    expect(text.indexOf(crypto[0] ?? '')).toBeGreaterThan(text.indexOf('m=audio 4000 RTP/SAVP 0 8'));
  });
}

test('crypto-of-session: the line stands before the first stream', () => {
  const text = offered('crypto-of-session');
  const at = text.findIndex((line) => line.startsWith('a=crypto:'));
  expect(text.filter((line) => line.startsWith('a=crypto:'))).toHaveLength(1);
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(text.findIndex((line) => line.startsWith('m=')));
});

test('refused-stream-with-crypto: a line of its own for each stream, the first of port 0', () => {
  const text = offered('refused-stream-with-crypto').filter((line) => /^m=|^a=crypto/.test(line));
  expect(text).toEqual([
    'm=audio 0 RTP/SAVP 0 8',
    expect.stringMatching(/^a=crypto:1 /),
    'm=audio 4000 RTP/SAVP 0 8',
    expect.stringMatching(/^a=crypto:7 /),
  ]);
  expect(offered('refused-stream').filter((line) => /^m=|^a=crypto/.test(line))).toEqual([
    'm=audio 0 RTP/SAVP 0 8',
    'm=audio 4000 RTP/SAVP 0 8',
    expect.stringMatching(/^a=crypto:1 /),
  ]);
});

test('large descriptions are as large as they say', () => {
  expect(offered('crypto-lines-500').filter((line) => line.startsWith('a=crypto:'))).toHaveLength(500);
  const octets = Buffer.byteLength(offered('sdp-of-64-kib').join('\r\n'));
  expect(octets).toBeGreaterThan(63 * 1024);
  expect(octets).toBeLessThanOrEqual(64 * 1024);
});

test('both methods are offered', () => {
  const text = offered('crypto-and-fingerprint');
  expect(text).toContain('a=setup:actpass');
  expect(text.filter((line) => /^a=fingerprint:sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(line))).toHaveLength(1);
  expect(text.filter((line) => line.startsWith('a=crypto:1 '))).toHaveLength(1);
});
