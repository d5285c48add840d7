import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { Authentication } from './authentication.ts';
import { NonceCounts } from './nonce-counts.ts';

const sha256 = 'Digest realm="lab.test", nonce="s", algorithm=SHA-256, qop="auth"';
const md5 = 'Digest realm="lab.test", nonce="m", algorithm=MD5, qop="auth"';

test('the first challenge of a known algorithm is answered, Basic never', () => {
  for (const [challenges, algorithm] of [
    [[sha256, md5], 'SHA-256'],
    [[md5, sha256], 'MD5'],
    [['Digest realm="lab.test", nonce="x", algorithm=SHA3-512', md5], 'MD5'],
    [['Basic realm="lab.test"', sha256], 'SHA-256'],
    [['Basic realm="lab.test"'], null],
    [['Digest realm="attacker.test", nonce="x"'], null],
    [['Digest realm="lab.test"'], null],
    [['Digest nonce="x"'], null],
    [[], null],
  ] as const) {
    const { ask, answered } = device();
    ask('REGISTER', 1);
    expect(answered('REGISTER', 1, challenges)?.algorithm ?? null).toBe(algorithm);
  }
});

test('a nonce is counted, a stale one given up, a rejected password not shown again', () => {
  const { ask, answered } = device();
  ask('REGISTER', 1);
  const first = answered('REGISTER', 1, [md5]);
  ask('REGISTER', 2, first?.text);
  const second = answered('REGISTER', 2, [`${md5.replace('"m"', '"m2"')}, stale=true`]);
  ask('REGISTER', 3, second?.text);
  expect([first?.nonce, first?.nc, second?.nonce, second?.nc]).toEqual(['m', '00000001', 'm2', '00000001']);
  // Without a challenge: the registrar takes the nonce again.
  expect(ask('REGISTER', 4)).toContain('nonce="m2"');
  expect(ask('REGISTER', 5, second?.text)).toMatch(/^(?=[^]*nc=00000003)(?![^]*nc=00000001)/);
  expect(answered('REGISTER', 5, [md5.replace('"m"', '"m3"')])).toBeNull();
  expect(ask('REGISTER', 6)).not.toContain('Authorization');
});

test('the next nonce is the one that the registrar names', () => {
  const { ask, answered, receive } = device();
  ask('REGISTER', 1);
  ask('REGISTER', 2, answered('REGISTER', 1, [md5])?.text);
  receive(response('200 OK', 'REGISTER', 2, ['Authentication-Info: qop=auth, nextnonce="later"']));
  expect(ask('REGISTER', 3)).toMatch(/nonce="later".* nc=00000001/);
});

test('whoever is at the other end of a call gets nothing, unless our INVITE had to show the password', () => {
  const stranger = device();
  stranger.ask('BYE', 2, undefined, ';tag=far');
  expect(stranger.answered('BYE', 2, [md5])).toBeNull();
  const server = device();
  server.ask('INVITE', 1);
  server.ask('INVITE', 2, server.answered('INVITE', 1, [md5])?.text);
  server.ask('BYE', 3, undefined, ';tag=far');
  expect(server.answered('BYE', 3, [md5])).toMatchObject({ realm: 'lab.test', nc: '00000002' });
});

test('what was never asked is no challenge, and much of it costs nothing', () => {
  const { answered, ask } = device();
  expect(answered('REGISTER', 7, [md5])).toBeNull();
  for (let number = 1; number < 200; number++) ask('OPTIONS', number);
  expect(answered('OPTIONS', 1, [md5])).toBeNull();
  expect(answered('OPTIONS', 199, [`${md5}, ${'x="y", '.repeat(20_000)}`])).toMatchObject({ nonce: 'm' });
});

test('each flaw does what it says', () => {
  const answer = (flaw: FlawName, challenges: readonly string[]) => {
    const { ask, answered } = device([flaw]);
    ask('REGISTER', 1);
    return answered('REGISTER', 1, challenges);
  };
  expect(answer('answers-basic-challenges', ['Basic realm="x"'])?.text).toMatch(/^Basic /);
  expect(answer('ignores-sha-256-challenges', [sha256])).toBeNull();
  expect(answer('ignores-md5-challenges', [md5])).toBeNull();
  expect(answer('takes-last-challenge', [sha256, md5])?.algorithm).toBe('MD5');
  expect(answer('reads-first-challenge-only', ['Digest realm="lab.test", nonce="x", algorithm=SHA3', md5])).toBeNull();
  expect(answer('leaves-qop-out', [md5])?.qop).toBeUndefined();
  expect(answer('answers-any-realm', ['Digest realm="attacker.test", nonce="x"'])?.realm).toBe('attacker.test');
});

/** Credentials: the whole value, and its parameters by name. */
type Shown = Partial<Record<'algorithm' | 'realm' | 'nonce' | 'nc' | 'qop', string>> & { text: string };

function device(flawNames: FlawName[] = []) {
  const flaws = new Flaws();
  flaws.set(flawNames);
  const authentication = new Authentication({
    credentials: { user: 'alice', password: 'secret' },
    isOwnRealm: (realm) => realm === 'lab.test',
    answers: true,
    flaws,
    nonces: new NonceCounts(),
  });
  const ask = (method: string, number: number, credentials?: string, toTag = ''): string =>
    authentication.send(
      [
        `${method} sip:lab.test SIP/2.0`,
        `To: <sip:alice@lab.test>${toTag}`,
        'Call-ID: one',
        `CSeq: ${number} ${method}`,
        ...(credentials ? [`Authorization: ${credentials}`] : []),
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
  const receive = (message: string): string => authentication.receive(message);
  /** The credentials that sip.js fetches; null where it is shown no challenge. */
  const answered = (method: string, number: number, challenges: readonly string[]): Shown | null => {
    const lines = challenges.map((one) => `WWW-Authenticate: ${one}`);
    const shown = receive(response('401 Unauthorized', method, number, lines));
    const { authenticate, toString } = authentication.factory();
    if (!authenticate() || !shown.includes('WWW-Authenticate: Digest realm="-"')) return null;
    const text = toString();
    const fields = [...text.matchAll(/(\w+)="?([^",]+)/g)].map(([, name, value]) => [name, value] as const);
    return { ...(Object.fromEntries(fields) as Record<string, string>), text };
  };
  return { ask, receive, answered };
}

const response = (status: string, method: string, number: number, fields: readonly string[] = []): string =>
  [`SIP/2.0 ${status}`, 'Call-ID: one', `CSeq: ${number} ${method}`, ...fields, 'Content-Length: 0', '', ''].join(
    '\r\n',
  );
