import { expect, test } from '@playwright/test';
import { maskSecrets } from './mask.ts';

const cases: [string, string][] = [
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
  [
    'Authorization: Digest username="u", response="0af1", nc=1',
    'Authorization: Digest username="u", response="***", nc=1',
  ],
  ['Proxy-Authorization: Digest response=0af1, qop=auth', 'Proxy-Authorization: Digest response="***", qop=auth'],
  [
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***|2^20|1:4',
  ],
  ['account.1.password = two words', 'account.1.password = ***'],
  ['<sip_pwd perm="RW">geheim</sip_pwd>', '<sip_pwd perm="RW">***</sip_pwd>'],
  ['{"user": "a", "adminPassword": "x\\"y"}', '{"user": "a", "adminPassword": "***"}'],
  ['GET /cfg?password=abc&mac=00 HTTP/1.1', 'GET /cfg?password=***&mac=00 HTTP/1.1'],
  ['url: https://user:geheim@prov.lab.test/', 'url: https://user:***@prov.lab.test/'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nrest', '-----BEGIN PRIVATE KEY-----***\nrest'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE', '-----BEGIN RSA PRIVATE KEY-----***'],
  ['Cookie: session=1', 'Cookie: ***'],
  ['Contact: <sip:100@127.0.0.1:5061;transport=tls>', 'Contact: <sip:100@127.0.0.1:5061;transport=tls>'],
  ['Call-ID: a84b4c76e66710@pc33', 'Call-ID: a84b4c76e66710@pc33'],
];

for (const [text, masked] of cases) {
  test(`masks ${text.split('\n')[0]}`, () => {
    expect(maskSecrets(text)).toBe(masked);
  });
}
