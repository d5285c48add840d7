import { expect, test } from '@playwright/test';
import { causeOf, findings, wrongly } from './findings.ts';
import { currentCatalogue } from './current-catalogue.ts';
import { sampleRun } from './sample/run.ts';

const turned: [string, string][] = [
  ['Refuse a server certificate that has expired.', 'Accepts a server certificate that has expired'],
  ['Do not follow a redirect from https to http.', 'Follows a redirect from https to http'],
  ['Do not apply a file that was cut.', 'Applies a file that was cut'],
  ['Never carry a key in clear.', 'Carries a key in clear'],
  ['Send no request to an unknown server.', 'Sends a request to an unknown server'],
  ['Offer no RC4 cipher suite.', 'Offers RC4 cipher suites'],
  ['Send no SIP in clear, by UDP or TCP.', 'Sends SIP in clear, by UDP or TCP'],
  ['Refuse an offer when encryption is disabled; never answer it.', 'Accepts an offer when encryption is disabled'],
  ['Prove possession of the key.', 'Does not prove possession of the key'],
];
for (const [sentence, title] of turned) {
  test(`"${sentence}" broken is "${title}"`, () => expect(wrongly(sentence)).toBe(title));
}

test('every sentence of the catalogue turns into one that names the device as its doer', () => {
  for (const { sentence } of currentCatalogue.requirements.values())
    expect(wrongly(sentence)).toMatch(/^(Does not [a-z]|[A-Z][a-z]+s )/);
});

test('blocking findings come first, waived ones last, and the cause names the neighbour that is right', () => {
  const { record } = sampleRun();
  const found = findings(record, currentCatalogue.cases);
  expect(found.map((one) => [one.id, one.blocking])).toEqual([
    ['CERT-03', true],
    ['CERT-04', true],
    ['SDES-04', true],
    ['NAME-08', false],
  ]);
  expect(found[0]?.title).toBe('Accepts a server certificate that has expired over SIP');
  expect(found[0]?.cause).toContain('Only the SIP client: provisioning passes the same');
  const expired = record.requirements.find((one) => one.id === 'CERT-03');
  expect(expired && causeOf(record, expired)).toContain('Also fails CERT-04, NAME-08.');
});
