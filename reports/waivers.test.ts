import { expect, test } from '@playwright/test';
import { parseWaivers } from './waivers.ts';

const ids = ['CERT-03', 'CERT-04', 'NAME-08'];
const parse = (text: string) => parseWaivers(text, 'waivers.yaml', ids);
const whole = '- requirement: CERT-03\n  owner: M. Example\n  reason: mended in 3.3\n  expires: 2027-01-31\n';

test('reads a list', () => {
  expect(parse(whole)).toEqual([
    { requirement: 'CERT-03', owner: 'M. Example', reason: 'mended in 3.3', expires: '2027-01-31' },
  ]);
});

test('an empty file holds none', () => expect(parse('# nothing yet\n')).toEqual([]));

const broken: [name: string, text: string, message: RegExp][] = [
  [
    'an unknown requirement',
    whole.replace('CERT-03', 'CERT-30'),
    /waivers\.yaml:1:16: requirement: "CERT-30" is no requirement; did you mean "CERT-03"\?/,
  ],
  [
    'a misspelt field',
    whole.replace('expires', 'expire'),
    /waivers\.yaml:4:\d+: expire: no such field; accepted: requirement, owner, reason, expires; did you mean "expires"\?/,
  ],
  ['a missing field', whole.replace(/ {2}owner.*\n/, ''), /waivers\.yaml:1:\d+: owner: /],
  [
    'a date in other words',
    whole.replace('2027-01-31', '31.1.2027'),
    /waivers\.yaml:4:12: expires: "31\.1\.2027" is no day; accepted: YYYY-MM-DD/,
  ],
  [
    'a day that does not exist',
    whole.replace('2027-01-31', '2027-02-30'),
    /waivers\.yaml:4:12: expires: "2027-02-30" is no day/,
  ],
  ['an empty owner', whole.replace('M. Example', '""'), /waivers\.yaml:2:10: owner: must name a person or a team/],
  ['a map instead of a list', 'requirement: CERT-03\n', /waivers\.yaml:1:1: the file must be a list/],
  ['broken YAML', '- requirement: "CERT-03\n', /waivers\.yaml:\d+:\d+: /],
  ['the same requirement twice', whole + whole, /waivers\.yaml:5:16: requirement: CERT-03 is waived twice/],
];

for (const [name, text, message] of broken) {
  test(`${name} is told with its place`, () => expect(() => parse(text)).toThrow(message));
}
