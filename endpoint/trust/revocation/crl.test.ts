/** What a CRL must be to be believed. */
import { expect, test } from '@playwright/test';
import { good, leavesOf, needTools, revoked, told, undetermined, type Outcome } from './test-leaves.ts';
import { World } from './test-world.ts';

let world: World;
let leaves: ReturnType<typeof leavesOf>;

test.beforeAll(async () => {
  needTools('openssl');
  world = await World.open();
  leaves = leavesOf(world);
});
test.afterAll(() => world?.[Symbol.asyncDispose]());

test.describe('what a CRL must be', () => {
  const point = (lines: string[]): string[] => ['issuingDistributionPoint=critical,@point', '[point]', ...lines];
  const rows: [string, () => string[], Outcome][] = [
    ['with a number', () => ['2.5.29.20=DER:020107', 'authorityKeyIdentifier=keyid'], good],
    ['for end entities', () => point(['onlyuser=TRUE']), good],
    ['for authorities', () => point(['onlyCA=TRUE']), undetermined],
    ['for attributes', () => point(['onlyAA=TRUE']), undetermined],
    ['indirect', () => point(['indirectCRL=TRUE']), undetermined],
    ['for some reasons', () => point(['onlysomereasons=keyCompromise']), undetermined],
    ['of its own distribution point', () => point([`fullname=URI:${world.url('/middle.crl')}`]), good],
    ['of another distribution point', () => point(['fullname=URI:http://other.example.com/']), undetermined],
    ['a delta', () => ['2.5.29.27=critical,DER:020107'], undetermined],
    ['with an unknown critical extension', () => ['1.2.3.4=critical,DER:0500'], undetermined],
    ['with an unknown extension', () => ['1.2.3.4=DER:0500'], good],
  ];
  for (const [title, extensions, expected] of rows) {
    test(`${title}: ${expected.verdict}`, async () => {
      const answers = { '/middle.crl': () => world.middle.crl({ extensions: extensions() }) };
      const met = await world.meet({ leaf: leaves.crl[0], answers });
      expect(told(met), met.reason).toEqual(expected);
    });
  }

  test('from a key that may sign CRLs', async () => {
    await using other = await World.open({ usage: 'keyCertSign,digitalSignature' });
    const met = await other.meet({ leaf: other.leaf('leaf', { crl: '/middle.crl' }) });
    expect(told(met)).toEqual(undetermined);
    expect(met.reason).toContain('RFC 5280 §6.3.3(f)');
  });

  for (const key of ['rsa', 'ed25519'] as const) {
    test(`signed with ${key}`, async () => {
      await using other = await World.open({ key });
      const leaf = other.leaf('leaf', { crl: '/middle.crl' });
      expect(told(await other.meet({ leaf }))).toEqual(good);
      other.middle.revoke(leaf, 'superseded');
      const met = await other.meet({ leaf });
      expect(told(met)).toEqual(revoked);
      expect(met.reason).toContain('superseded');
    });
  }
});
