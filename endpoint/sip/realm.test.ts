import { expect, test } from '@playwright/test';
import { isOwnRealm } from './realm.ts';

const account = { domain: 'sip.lab.test', user: '', password: '', displayName: '', realm: '' };

test('the realm is the one that is set; without one, the domain or one above it', () => {
  const own = (asked: string, realm = ''): boolean => isOwnRealm({ ...account, realm }, asked);
  expect(
    ['sip.lab.test', 'LAB.test', 'test', 'b.test', 'ab.test', 'x.sip.lab.test', ''].map((one) => own(one)),
  ).toEqual([true, true, false, false, false, false, false]);
  expect([own('asterisk', 'asterisk'), own('sip.lab.test', 'asterisk')]).toEqual([true, false]);
});
