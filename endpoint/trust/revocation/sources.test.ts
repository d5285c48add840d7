/** CRLs and OCSP responses that the device fetches, made by openssl. */
import { expect, test } from '@playwright/test';
import type { FlawName } from '../../flaws.ts';
import { good, leavesOf, needTools, revoked, told, undetermined, type Kind, type Outcome } from './test-leaves.ts';
import { host, World, type Answer, type Meeting } from './test-world.ts';

let world: World;
let leaves: ReturnType<typeof leavesOf>;

test.beforeAll(async () => {
  needTools('openssl');
  world = await World.open();
  leaves = leavesOf(world);
});
test.afterAll(() => world?.[Symbol.asyncDispose]());

test.describe('CRL and OCSP over HTTP', () => {
  const tooLarge = Buffer.alloc(1024 * 1024 + 1);
  const ofTheTwin: Answer = () => world.twin.crl();
  const stale: Answer = () => world.middle.crl({ until: -1 });
  const otherQuestion: Answer = () => world.middle.respond(world.middle.request(leaves.crl[0]));
  const rows: [string, Kind, 0 | 1, Partial<Meeting>, Outcome][] = [
    ['nothing to ask', 'bare', 0, {}, undetermined],
    ['nothing to ask, soft', 'bare', 0, { mode: 'soft' }, good],
    ['a good CRL', 'crl', 0, {}, good],
    ['on the CRL', 'crl', 1, {}, revoked],
    ['on the CRL, soft', 'crl', 1, { mode: 'soft' }, revoked],
    ['on the CRL, off', 'crl', 1, { mode: 'off' }, good],
    ['on the CRL, no validation', 'crl', 1, { validate: false }, good],
    ['on the CRL, ignored', 'crl', 1, { flaws: ['ignores-revocation'] }, good],
    ['no CRL', 'crl', 0, { answers: { '/middle.crl': 404 } }, undetermined],
    ['no CRL, soft', 'crl', 1, { answers: { '/middle.crl': 404 }, mode: 'soft' }, good],
    ['a stale CRL', 'crl', 0, { answers: { '/middle.crl': stale } }, undetermined],
    ['a stale CRL, soft', 'crl', 1, { answers: { '/middle.crl': stale }, mode: 'soft' }, good],
    [
      'a stale CRL, believed',
      'crl',
      0,
      { answers: { '/middle.crl': stale }, flaws: ['accepts-stale-revocation-data'] },
      good,
    ],
    ['a CRL of another key', 'crl', 0, { answers: { '/middle.crl': ofTheTwin } }, undetermined],
    [
      'a CRL of another key, believed',
      'crl',
      0,
      { answers: { '/middle.crl': ofTheTwin }, flaws: ['accepts-foreign-revocation-data'] },
      good,
    ],
    ['a CRL of another issuer', 'crl', 0, { answers: { '/middle.crl': () => world.root.crl() } }, undetermined],
    ['a CRL that is too large', 'crl', 0, { answers: { '/middle.crl': tooLarge } }, undetermined],
    ['a CRL that is none', 'crl', 0, { answers: { '/middle.crl': Buffer.from('<html>') } }, undetermined],
    ['a redirect', 'crl', 0, { answers: { '/middle.crl': 302 } }, undetermined],
    ['never fetched', 'crl', 1, { flaws: ['never-fetches-revocation-data'], mode: 'soft' }, good],
    ['good by OCSP', 'ocsp', 0, {}, good],
    ['revoked by OCSP', 'ocsp', 1, {}, revoked],
    ['revoked by OCSP, soft', 'ocsp', 1, { mode: 'soft' }, revoked],
    [
      'unknown by OCSP',
      'ocsp',
      0,
      { answers: { '/ocsp': (body) => world.middle.respond(body, { forgets: true }) } },
      undetermined,
    ],
    ['OCSP about another', 'ocsp', 0, { answers: { '/ocsp': otherQuestion } }, undetermined],
    [
      'OCSP about another, believed',
      'ocsp',
      0,
      { answers: { '/ocsp': otherQuestion }, flaws: ['accepts-foreign-revocation-data'] },
      good,
    ],
    ['OCSP out of date', 'ocsp', 0, { ahead: 66 }, undetermined],
    ['OCSP out of date, believed', 'ocsp', 0, { ahead: 66, flaws: ['accepts-stale-revocation-data'] }, good],
    ['OCSP fails, the CRL is good', 'both', 0, { answers: { '/ocsp': 500 } }, good],
    ['OCSP fails, on the CRL', 'both', 1, { answers: { '/ocsp': 500 }, mode: 'soft' }, revoked],
    ['OCSP is silent, on the CRL', 'both', 1, { answers: { '/ocsp': null }, mode: 'soft' }, revoked],
    ['the intermediate is not told about', 'crl', 0, { answers: { '/root.crl': 404 } }, undetermined],
    [
      'the intermediate is not looked at',
      'crl',
      0,
      { answers: { '/root.crl': 404 }, flaws: ['checks-leaf-revocation-only'] },
      good,
    ],
  ];
  for (const [title, kind, which, more, expected] of rows) {
    test(`${title}: ${expected.verdict}`, async () => {
      const met = await world.meet({ leaf: leaves[kind][which], ...more });
      expect(told(met), met.reason).toEqual(expected);
    });
  }

  test('each source is asked once, through the device’s resolver, and in the order of worth', async () => {
    const met = await world.meet({ leaf: leaves.both[0] });
    expect(met.fetched).toEqual(['GET /root.crl', 'POST /ocsp']);
    expect(met.resolved.sort()).toEqual(['pki.example.com', 'pki.example.com', host]);
  });

  for (const [mode, flaws] of [
    ['off', []],
    ['hard', ['never-fetches-revocation-data']],
  ] as [Meeting['mode'], FlawName[]][]) {
    test(`nothing is fetched: ${mode} ${flaws.join()}`, async () => {
      expect((await world.meet({ leaf: leaves.both[0], mode, flaws })).fetched).toEqual([]);
    });
  }

  test('a refused server causes no fetch', async () => {
    const met = await world.meet({ leaf: leaves.both[0], ahead: 60 * 24 * 60 });
    expect([met.verdict, met.fetched]).toEqual(['expired', []]);
  });

  test('servers that never answer hold the device up for 3 s in total', async () => {
    const answers = { '/ocsp': null, '/middle.crl': null, '/root.crl': null };
    const hard = await world.meet({ leaf: leaves.both[0], answers });
    expect(told(hard)).toEqual(undetermined);
    expect(hard.reason).toContain('no answer in time');
    expect(hard.milliseconds).toBeGreaterThan(2900);
    expect(hard.milliseconds).toBeLessThan(6000);
  });

  test('reasons and log say the serial number, the address and the clause', async () => {
    const byCrl = await world.meet({ leaf: leaves.crl[1] });
    expect(byCrl.reason).toContain(leaves.crl[1].serial);
    expect(byCrl.reason).toContain(`so says the CRL ${world.url('/middle.crl')} (RFC 5280 §6.3.3)`);
    const byOcsp = await world.meet({ leaf: leaves.ocsp[1] });
    expect(byOcsp.reason).toContain(`so says the OCSP responder ${world.url('/ocsp')} (RFC 6960 §2.2)`);
    const soft = await world.meet({ leaf: leaves.bare[0], mode: 'soft' });
    expect(soft.lines.join('\n')).toContain(`revocation: accepted, though whether the certificate CN=bare`);
  });
});

test('an intermediate on the CRL of its issuer is refused', async () => {
  await using other = await World.open();
  const leaf = other.leaf('leaf', { crl: '/middle.crl' });
  other.root.revokeAuthority(other.middle);
  const met = await other.meet({ leaf });
  expect(told(met)).toEqual(revoked);
  expect(met.reason).toContain('/root.crl');
  expect(met.reason).toContain('CN=Middle');
  expect(told(await other.meet({ leaf, flaws: ['checks-leaf-revocation-only'] }))).toEqual(good);
  expect(told(await other.meet({ leaf, flaws: ['ignores-revocation'] }))).toEqual(good);
});
