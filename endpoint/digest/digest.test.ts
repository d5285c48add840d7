import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { readChallenges } from './challenge.ts';
import { digestCredentials, qopOf, rankOf, type DigestedRequest } from './digest.ts';

const [mufasa, jaeson] = [
  { user: 'Mufasa', password: 'Circle of Life' },
  { user: 'alice', password: 'pa"ss' },
];
const fieldIn = (value: string, name: string): string => new RegExp(`\\b${name}="?([^",]+)`).exec(value)?.[1] ?? '';

// RFC 7616 §3.9.1.
for (const [algorithm, response] of [
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
] as const)
  test(`the response of RFC 7616 §3.9.1 with ${algorithm}`, () => {
    const [asked] = readChallenges([
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    ]);

    const value = digestCredentials(asked!, mufasa, {
      ...{ method: 'GET', uri: '/dir/index.html', body: '', count: 1 },
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    });

    expect(fieldIn(value, 'response')).toBe(response);
    expect(fieldIn(value, 'nc')).toBe('00000001');
    expect(fieldIn(value, 'opaque')).toBe('FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS');
  });

const openssl = (name: string, text: string): string =>
  execFileSync('openssl', ['dgst', `-${name}`, '-r'], { input: text })
    .toString()
    .slice(0, 64)
    .split(' ')[0] ?? '';

for (const [algorithm, name] of [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
] as const)
  test(`auth-int with ${algorithm} is what openssl's digests say`, () => {
    const [asked] = readChallenges([`Digest realm="r", nonce="n", qop=auth-int, algorithm=${algorithm}`]);
    const request: DigestedRequest = { method: 'INVITE', uri: 'sip:b@c', body: 'v=0\r\n', count: 17, cnonce: 'c' };

    const value = digestCredentials(asked!, jaeson, request);

    const h = (text: string): string => openssl(name, text);
    const a2 = h(`INVITE:sip:b@c:${h('v=0\r\n')}`);
    expect(fieldIn(value, 'response')).toBe(h(`${h('alice:r:pa"ss')}:n:00000011:c:auth-int:${a2}`));
  });

test('challenges are read whole, whatever stands in quotes', () => {
  const [basic, digest, sha] = readChallenges([
    'Basic realm="a, Digest b"',
    'Digest realm="c\\"d", nonce=n, stale=TRUE, Digest algorithm=SHA-256',
  ]);
  expect([basic?.scheme, basic?.parameters.get('realm')]).toEqual(['basic', 'a, Digest b']);
  expect(digest?.parameters.get('realm')).toBe('c"d');
  expect([rankOf(digest!) > rankOf(sha!), qopOf(digest!)]).toEqual([true, null]);
});

test('what is not known has no rank and no qop', () => {
  const [odd] = readChallenges(['Digest algorithm=SHA-1, qop="token"']);
  expect([rankOf(odd!), qopOf(odd!)]).toEqual([-1, undefined]);
});
