import { expect, test } from '@playwright/test';
import { currentCatalogue } from './current-catalogue.ts';
import { wrongly } from './wrongly.ts';

const turned: [string, string][] = [
  ['Refuse a server certificate that has expired.', 'Accepts a server certificate that has expired'],
  ['Do not follow a redirect from https to http.', 'Follows a redirect from https to http'],
  ['Do not apply a file that was cut.', 'Applies a file that was cut'],
  ['Never carry a key in clear.', 'Carries a key in clear'],
  ['Send no request to an unknown server.', 'Sends a request to an unknown server'],
  ['Offer no RC4 cipher suite.', 'Offers RC4 cipher suites'],
  ['Send no SIP in clear, by UDP or TCP.', 'Sends SIP in clear, by UDP or TCP'],
  ['Refuse an offer when encryption is disabled; never answer it.', 'Accepts an offer when encryption is disabled'],
  ['Send no ClientHello in the old format.', 'Sends a ClientHello in the old format'],
  ['Offer no RSA key transport.', 'Offers RSA key transport'],
  ['Refuse a server that negotiates TLS 1.1.', 'Accepts a server that negotiates TLS 1.1'],
  ['Offer no suite of that kind, and refuse one.', 'Offers a suite of that kind, or accepts one'],
  ['Name no other server, and no address.', 'Names another server, or an address'],
  ['Close at an alert, and do not try again.', 'Does not close at an alert, or tries again'],
  ['End it at a bad record, and do nothing of it.', 'Does not end it at a bad record, or does something of it'],
  ['Go on with no server that lacks it.', 'Goes on with a server that lacks it'],
  ['Abort when it holds no certificate.', 'Does not abort when it holds no certificate'],
  ['Serve nothing in clear.', 'Serves something in clear'],
  ['As a server, speak neither A, nor B, nor C.', 'Speaks A, B or C, as a server'],
  ['Be ready for the next one.', 'Is not ready for the next one'],
  ['Prove possession of the key.', 'Does not prove possession of the key'],
];
for (const [sentence, title] of turned) {
  test(`"${sentence}" broken is "${title}"`, () => expect(wrongly(sentence)).toBe(title));
}

test('every sentence of the catalogue turns into one that names the device as its doer', () => {
  for (const { sentence } of currentCatalogue.requirements.values())
    expect(wrongly(sentence)).toMatch(/^(Does not [a-z]|Is not |[A-Z][a-z]+s )/);
});

test('no sentence is cut at the number of a version, and none takes a role for what is to be done', () => {
  for (const { sentence } of currentCatalogue.requirements.values()) {
    const wrong = wrongly(sentence);
    expect(wrong).not.toMatch(/(TLS|SSL) \d$|\bX$|^\w+ not as |\bnot no\b|not \w+ (nothing|neither)\b/);
  }
});
