import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { parseDigest } from './digest-parameters.ts';
import { challenge, respond, verifyDigest } from './digest.ts';

// RFC 7616 §3.9.1: one request, both algorithms.
const mufasa = {
  method: 'GET',
  uri: '/dir/index.html',
  user: 'Mufasa',
  password: 'Circle of Life',
  nc: '00000001',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};
const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const responses = {
  MD5: '8ca523f5e9506fed4657c9700eebdbec',
  'SHA-256': '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
};

for (const algorithm of ['MD5', 'SHA-256'] as const) {
  test(`computes the response of RFC 7616 §3.9.1 with ${algorithm}`, () => {
    const asked = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="FQhe"`;

    const answer = respond(asked, mufasa);

    expect(parseDigest(answer)?.get('response')).toBe(responses[algorithm]);
    expect(parseDigest(answer)?.get('opaque')).toBe('FQhe');
    expect(verifyDigest(answer, { method: 'GET', password: 'Circle of Life', nonce, uri: '/dir/index.html' })).toBe(
      true,
    );
  });
}

test('computes the response of RFC 2617 §3.5', () => {
  const asked = 'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';

  const answer = respond(asked, { ...mufasa, password: 'Circle Of Life', cnonce: '0a4f113b' });

  expect(parseDigest(answer)?.get('response')).toBe('6629fae49393a05397450978507c4ef1');
});

for (const qop of ['auth', 'none'] as const) {
  for (const algorithm of ['MD5', 'SHA-256'] as const) {
    test(`verifies its own answer and no other: ${algorithm}, qop ${qop}`, () => {
      const asked = challenge({ realm: 'lab.test', nonce: 'n1', algorithm, qop, stale: true });
      const answer = respond(asked, { method: 'REGISTER', uri: 'sips:lab.test', user: 'alice', password: 'right' });
      const right = { method: 'REGISTER', password: 'right', user: 'alice', realm: 'lab.test', nonce: 'n1' };

      expect(asked.includes('qop')).toBe(qop === 'auth');
      expect(verifyDigest(answer, right)).toBe(true);
      for (const wrong of [
        { password: 'wrong' },
        { method: 'INVITE' },
        { user: 'bob' },
        { nonce: 'n2' },
        { uri: 'x' },
      ]) {
        expect(verifyDigest(answer, { ...right, ...wrong })).toBe(false);
      }
      expect(verifyDigest(answer.replace('alice', 'alicf'), { method: 'REGISTER', password: 'right' })).toBe(false);
    });
  }
}

for (const [algorithm, name] of [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
] as const) {
  test(`verifies auth-int with ${algorithm} as openssl computes it, over the body`, () => {
    const h = (text: string): string =>
      execFileSync('openssl', ['dgst', `-${name}`, '-r'], { input: text })
        .toString()
        .split(' ')[0] ?? '';
    const response = h(`${h('a:r:secret')}:n:00000002:c:auth-int:${h(`INVITE:sip:b:${h('v=0')}`)}`);
    const given = `Digest username="a", realm="r", nonce="n", uri="sip:b", qop=auth-int, nc=00000002, cnonce="c", algorithm=${algorithm}, response="${response}"`;
    const expected = { method: 'INVITE', password: 'secret', body: Buffer.from('v=0') };

    expect(verifyDigest(given, expected)).toBe(true);
    expect(verifyDigest(given, { ...expected, body: Buffer.from('v=1') })).toBe(false);
    expect(verifyDigest(given.replace('auth-int', 'auth'), expected)).toBe(false);
  });
}

test('takes nothing unreadable for credentials or for a challenge', () => {
  const options = { method: 'REGISTER', password: '' };

  for (const value of ['', 'Basic YTpi', 'Digest', 'Digest response=""', 'Digest algorithm=SHA-1, response="x"']) {
    expect(verifyDigest(value, options)).toBe(false);
  }
  expect(() => respond('Digest realm="a", nonce="b", algorithm=SHA-1', mufasa)).toThrow(/known algorithm/);
  expect(() => respond('Digest realm="a", nonce="b", qop="auth-int"', mufasa)).toThrow(/accepted: auth/);
});
