/**
 * Flaws: what the device does wrongly on request, one behaviour each, acted out in the module where it belongs.
 * None is on by default; they exist to prove that a test bench notices. A flaw knows nothing of any bench.
 */
import { descriptionFlaws } from './sip/description-flaws.ts';
import { callFlaws } from './sip/call-flaws.ts';
import { authenticationFlaws } from './sip/authentication-flaws.ts';
import { secureUriFlaws } from './sip/secure-uri-flaws.ts';
import { connectionFlaws } from './sip/connection-flaws.ts';
import { messageFlaws } from './sip/message-flaws.ts';
import { packetFlaws } from './media/packet-flaws.ts';
import { suiteFlaws } from './media/suite-flaws.ts';
import { listenerFlaws } from './tls/listener-flaws.ts';
import { tlsFlaws } from './tls/tls-flaws.ts';
import { parameterFlaws } from './tls/parameter-flaws.ts';
import { certificateFlaws } from './trust/certificate-flaws.ts';

export const flaws = {
  // TLS and trust
  'validate-ignored': 'accepts any server certificate although validation is on',
  'ignores-dates': 'accepts certificates outside their validity period',
  'name-check-ignored': 'accepts a certificate for another name',
  'trusts-self-signed': 'accepts any self-signed certificate',
  'trusts-any-authority': 'accepts a chain that ends in an authority it does not know',
  'accepts-incomplete-chain': 'accepts a certificate whose issuer it cannot find',
  'ignores-basic-constraints': 'accepts an intermediate that is no authority',
  'ignores-extended-key-usage': 'accepts a server certificate that is for clients only',
  'refuses-sip-uri-names': 'does not read sip: URIs in the subjectAltName',
  'refuses-dns-names': 'does not read dNSNames in the subjectAltName',
  'common-name-fallback': 'lets the CN match although a subjectAltName names somebody else',
  'wildcard-in-sip': 'lets a wildcard match in SIP',
  ...certificateFlaws,
  'sends-before-verifying': 'sends its first request before it has checked the certificate, then closes',
  'keeps-deleted-authority': 'goes on trusting a certificate after it was deleted from certs/trusted',
  'ignores-uploaded-authority': 'does not trust what was uploaded to certs/trusted',
  'accepts-tls10': 'speaks TLS 1.0 to a server that wants it',
  'accepts-tls11': 'speaks TLS 1.1 to a server that wants it',
  'refuses-tls12': 'speaks TLS 1.3 only',
  'refuses-tls13': 'speaks nothing above TLS 1.2',
  'falls-back-to-clear': 'goes on in clear (SIP over TCP and UDP, provisioning over HTTP) where TLS fails',
  ...tlsFlaws,
  ...parameterFlaws,
  // later connections
  'checks-certificate-once': 'checks the certificate of a server at the first connection to it and never again',
  'resumes-sessions-without-checking': 'goes on with an earlier session at any server that takes its ticket',
  'takes-records-for-messages': 'takes every piece of a stream for one whole message',
  'retries-with-lower-version': 'tries again with TLS 1.1 where a handshake fails',
  // revocation
  'ignores-revocation': 'takes a revoked certificate as good, whoever says so',
  'accepts-stale-revocation-data': 'believes a CRL past its nextUpdate and an OCSP response out of date',
  'accepts-foreign-revocation-data':
    'believes a CRL or an OCSP response that another key has signed or that is about another serial number',
  'refuses-staples': 'refuses a server that staples an OCSP response',
  'ignores-must-staple': 'does without the stapled response that the certificate demands',
  'checks-leaf-revocation-only': 'asks nobody about intermediates',
  'never-fetches-revocation-data': 'fetches neither a CRL nor an OCSP response',
  // identity
  'empty-client-certificate': 'answers a CertificateRequest with an empty Certificate though it has one',
  'wrong-certificate-verify': 'proves possession of another key than that of its certificate',
  'aborts-without-certificate': 'breaks off when asked for a certificate that it does not have',
  'skips-certificate-verify': 'shows its certificate and proves possession of no key',
  'sends-unasked-certificate': 'shows its certificate to a server that has asked for none',
  'shows-identity-to-anybody': 'shows its certificate to a server that it then refuses',
  'storms-after-rejection': 'tries again at once, many times, when a server does not take it',
  'ignores-challenges-with-certificate': 'answers no challenge for a password while it has a certificate to show',
  'tells-private-key': 'gives away the key of its certificate in what it tells about itself',
  'says-nothing-of-reasons': 'gives every refused server the same reason',
  // calls and media
  ...descriptionFlaws,
  ...callFlaws,
  ...suiteFlaws,
  ...packetFlaws,
  // SIP
  ...authenticationFlaws,
  ...connectionFlaws,
  ...secureUriFlaws,
  ...messageFlaws,
  // provisioning
  'follows-redirect-to-http': 'follows a redirect from https to http',
  'checks-first-hop-only': 'follows a redirect to another host and checks no certificate there',
  'applies-truncated-file': 'applies a configuration file that was cut short',
  // trust store
  'trusts-the-certs-folder': 'trusts what was uploaded to certs as well',
  'reads-first-certificate-only': 'reads nothing but the first certificate of a file',
  'refuses-der-files': 'takes no file but PEM',
  'refuses-crlf-files': 'takes no PEM whose lines end in CR LF',
  'refuses-text-around-pem': 'takes no PEM with text around it',
  'needs-final-newline': 'takes no PEM without a newline at its end',
  'goes-by-file-names': 'takes PEM only in .pem, DER only in .der, and either in .cer and .crt',
  'trusts-first-file-only': 'trusts nothing but the first file of certs/trusted',
  'keeps-validation-off': 'goes on without validation once it was off',
  'stores-private-keys': 'stores a private key that is uploaded to certs/trusted',
  'overwrites-when-full': 'replaces the oldest certificate when one more is uploaded than the trust list takes',
  'refuses-same-name-authorities': 'takes no second authority of the same name',
  'clears-list-on-bad-upload': 'empties the trust list when it refuses a file',
  'keeps-authorities-after-factory-reset': 'goes on trusting what was uploaded after a factory reset',
  'loses-factory-authorities-at-reset': 'does not trust the authorities of the factory after a factory reset',
  'forgets-authorities-at-reboot': 'does not trust what was uploaded after a reboot',
  // uploaded identity
  'accepts-mismatching-identity': 'puts a certificate in force whose key does not belong to it, and then shows none',
  'keeps-factory-identity': 'goes on showing the certificate of the factory after another was uploaded',
  'no-fallback-identity': 'shows no certificate once the uploaded one was removed',
  'shared-device-key': 'has the key that all units of its make have',
  'weak-device-key': 'has a certificate of the factory for a short RSA key',
  'shows-certificate-of-another-unit': 'has a certificate of the factory that names another unit',
  'shows-certificate-of-an-authority': 'has a certificate of the factory that makes it an authority',
  'shows-certificate-for-servers': 'has a certificate of the factory that is for servers only',
  'drops-identity-on-bad-upload': 'has no certificate any more once it has refused a file for it',
  'sends-leaf-only': 'shows its certificate without the intermediates',
  'ignores-certificate-authorities': 'shows its certificate to a server that asks for those of other authorities',
  'ignores-request-algorithms': 'shows its certificate to a server that takes no signature of its key',
  // listener
  'listener-asks-no-certificate': 'asks no client for its certificate although it is to require one',
  'listener-accepts-any-client': 'lets a client in whatever certificate it shows, or none',
  'listener-ignores-client-dates': 'lets a client in whose certificate has expired or is not yet valid',
  'listener-ignores-client-usage': 'lets a client in whose certificate is for servers only',
  'listener-ignores-client-identity': 'takes requests in the name of domains that the client certificate does not show',
  'optional-client-counts-as-authenticated': 'treats a client without a certificate as authenticated',
  ...listenerFlaws,
  // location
  'checks-srv-target-name': 'takes a certificate for the SRV target in place of the SIP domain',
  'checks-account-domain-behind-proxy': 'wants the domain of the account in the certificate of an outbound proxy',
  'sends-address-as-server-name': 'sends an address as server name in its ClientHello',
} as const;

export type FlawName = keyof typeof flaws;

/** The flaws that are on; one object for the whole device, changed at run time through its management interface. */
export class Flaws {
  #on = new Set<FlawName>();
  readonly #listeners: (() => void)[] = [];

  has(name: FlawName): boolean {
    return this.#on.has(name);
  }

  set(names: readonly FlawName[]): void {
    this.#on = new Set(names);
    for (const changed of this.#listeners) changed();
  }

  /** For flaws that show before anybody asks for anything. */
  onChange(changed: () => void): void {
    this.#listeners.push(changed);
  }

  list(): FlawName[] {
    return [...this.#on];
  }
}

export const isFlaw = (name: string): name is FlawName => Object.hasOwn(flaws, name);
