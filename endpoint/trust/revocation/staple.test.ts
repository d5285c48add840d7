/** Stapled OCSP responses, made by openssl, on connections of the device. */
import { expect, test } from '@playwright/test';
import type { IssuedCertificate } from './test-authority.ts';
import {
  badStaple,
  good,
  leavesOf,
  needTools,
  revoked,
  told,
  undetermined,
  versions,
  type Outcome,
} from './test-leaves.ts';
import { World, type Meeting } from './test-world.ts';

let world: World;
let leaves: ReturnType<typeof leavesOf>;
let responder: IssuedCertificate;
let impostor: IssuedCertificate;

test.beforeAll(async () => {
  needTools('openssl');
  world = await World.open();
  leaves = leavesOf(world);
  responder = world.middle.issue('responder', ['extendedKeyUsage=OCSPSigning', 'keyUsage=digitalSignature']);
  impostor = world.middle.issue('impostor', ['extendedKeyUsage=serverAuth']);
});
test.afterAll(() => world?.[Symbol.asyncDispose]());

const staplesOf = {
  good: () => world.middle.respond(world.middle.request(leaves.bare[0])),
  revoked: () => world.middle.respond(world.middle.request(leaves.bare[1])),
  'bad signature': () => world.middle.respond(world.middle.request(leaves.bare[0]), { extra: ['-badsig'] }),
  'of the twin': () => world.twin.respond(world.twin.request(leaves.bare[0])),
  'signed by the twin': () => {
    const signer = { ...leaves.bare[0], path: `${world.folder}/Twin/ca` };
    return world.middle.respond(world.middle.request(leaves.bare[0]), { signer });
  },
  'of another serial': () => world.middle.respond(world.middle.request(leaves.crl[0])),
  delegated: () => world.middle.respond(world.middle.request(leaves.bare[0]), { signer: responder }),
  'delegated, by key': () =>
    world.middle.respond(world.middle.request(leaves.bare[0]), { signer: responder, extra: ['-resp_key_id'] }),
  'delegated to an impostor': () => world.middle.respond(world.middle.request(leaves.bare[0]), { signer: impostor }),
  'with SHA-256': () => world.middle.respond(world.middle.request(leaves.bare[0], 'sha256')),
  'signed with SHA-1': () => world.middle.respond(world.middle.request(leaves.bare[0]), { extra: ['-rmd', 'sha1'] }),
  'without nextUpdate': () => world.middle.respond(world.middle.request(leaves.bare[0]), { minutes: null }),
  unknown: () => world.middle.respond(world.middle.request(leaves.bare[0]), { forgets: true }),
  // OCSPResponse with the status tryLater and nothing else (RFC 6960 §4.2.1).
  'try later': () => Buffer.from('30030a0103', 'hex'),
  garbage: () => Buffer.from('no response'),
} satisfies Record<string, () => Buffer>;

test.describe('staples', () => {
  const rows: [keyof typeof staplesOf, Outcome, Partial<Meeting>?][] = [
    ['good', good],
    ['revoked', revoked],
    ['revoked', revoked, { mode: 'soft' }],
    ['bad signature', badStaple],
    ['bad signature', badStaple, { mode: 'soft' }],
    ['of the twin', badStaple],
    ['signed by the twin', badStaple],
    ['of another serial', badStaple],
    ['delegated', good],
    ['delegated, by key', good],
    ['delegated to an impostor', badStaple],
    ['with SHA-256', good],
    ['signed with SHA-1', badStaple],
    ['good', good, { ahead: 64 }],
    ['good', badStaple, { ahead: 66 }],
    ['good', badStaple, { ahead: 66, mode: 'soft' }],
    ['good', good, { ahead: -4 }],
    ['good', badStaple, { ahead: -6 }],
    ['without nextUpdate', good],
    ['without nextUpdate', badStaple, { ahead: 6 }],
    ['unknown', undetermined],
    ['unknown', good, { mode: 'soft' }],
    ['try later', undetermined],
    ['try later', good, { mode: 'soft' }],
    ['garbage', badStaple],
    ['revoked', good, { flaws: ['ignores-revocation'] }],
    ['good', good, { ahead: 66, flaws: ['accepts-stale-revocation-data'] }],
    ['revoked', revoked, { ahead: 66, flaws: ['accepts-stale-revocation-data'] }],
    ['bad signature', good, { flaws: ['accepts-foreign-revocation-data'] }],
    ['of another serial', good, { flaws: ['accepts-foreign-revocation-data'] }],
    ['of another serial', badStaple, { flaws: ['accepts-stale-revocation-data', 'ignores-revocation'] }],
    ['good', good, { flaws: ['never-fetches-revocation-data'], answers: { '/root.crl': 404 }, mode: 'soft' }],
    ['revoked', good, { validate: false }],
  ];
  for (const version of versions) {
    for (const [name, expected, more = {}] of rows) {
      const { answers: _answers, ...shown } = more;
      test(`${version}, ${name} ${JSON.stringify(shown)}: ${expected.verdict}`, async () => {
        const leaf = leaves.bare[name === 'revoked' ? 1 : 0];
        const met = await world.meet({ leaf, staple: staplesOf[name](), version, ...more });
        expect(told(met), met.reason).toEqual(expected);
        expect(met.asked).toBe(more.validate ?? true);
      });
    }

    test(`${version}: a refusal says the serial number, the source and the clause`, async () => {
      const met = await world.meet({ leaf: leaves.bare[1], staple: staplesOf.revoked(), version });
      expect(met.reason).toContain(leaves.bare[1].serial);
      expect(met.reason).toMatch(/keyCompromise: so says the stapled OCSP response \(RFC 6066 §8\)$/);
      // Nothing is asked about a server that is refused already.
      expect(met.fetched).toEqual([]);
    });

    test(`${version}: must-staple`, async () => {
      const [leaf] = leaves.must;
      const staple = world.middle.respond(world.middle.request(leaf));
      expect(told(await world.meet({ leaf, staple, version }))).toEqual(good);
      const without = await world.meet({ leaf, version, mode: 'soft' });
      expect(told(without)).toEqual(badStaple);
      expect(without.reason).toContain('RFC 7633');
      const later = await world.meet({ leaf, staple: staplesOf['try later'](), version });
      expect(told(later)).toEqual(badStaple);
      expect(told(await world.meet({ leaf, version, flaws: ['ignores-must-staple'] }))).toEqual(good);
      expect(told(await world.meet({ leaf, version, mode: 'off' }))).toEqual(good);
    });
  }

  test('with a good staple the responder of the leaf is not asked', async () => {
    const [leaf] = leaves.both;
    const met = await world.meet({ leaf, staple: world.middle.respond(world.middle.request(leaf)) });
    expect(met.fetched).toEqual(['GET /root.crl']);
  });
});
