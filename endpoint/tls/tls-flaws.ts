/**
 * Flaws of the device as TLS client, one behaviour each (see ../flaws.ts). OpenSSL cannot be made careless, nor will it offer
 * what it does not have: under these the device uses a TLS client of its own (own/client.ts), which is right in all but the
 * one thing that the flaw says.
 */
const versionFlaws = {
  'accepts-ssl3': 'goes on when the server selects SSL 3.0',
  'accepts-unknown-version':
    'goes on when the server selects a version that does not exist or was not offered that way',
  'accepts-sslv2-hello': 'takes a SERVER-HELLO of SSL 2.0 for an answer',
  'ignores-downgrade-sentinel': 'does not heed the sign in the random of a server that it could speak TLS 1.3',
  'ignores-lower-sentinel': 'does not heed the sign in the random of a server that it could speak TLS 1.2',
  'accepts-tls11-despite-sentinel': 'speaks TLS 1.1 to a server whose random says that it could speak more',
} as const;

const suiteFlaws = {
  'accepts-unoffered-suite': 'goes on when the server selects a cipher suite that was not offered',
  'accepts-null-suite': 'goes on with a cipher suite without encryption',
  'accepts-anonymous-suite': 'goes on with a cipher suite in which no server shows who it is',
  'accepts-export-suite': 'goes on with a cipher suite of export grade or with single DES',
  'accepts-rc4': 'goes on with RC4',
  'accepts-3des': 'goes on with triple DES',
  'accepts-signalling-suite': 'goes on with a number for a cipher suite that only signals something',
  'mixes-suites-of-versions': 'takes a suite of TLS 1.3 in TLS 1.2 and the other way round',
} as const;

const serverHelloFlaws = {
  'accepts-compression': 'goes on when the server selects a compression',
  'accepts-unsolicited-extensions': 'goes on when the server answers extensions that were not sent',
  'accepts-duplicate-answers': 'goes on when the server sends an extension twice',
  'ignores-renegotiation-data': 'goes on when the server shows data of an earlier handshake that never was',
  'bears-without-renegotiation-info': 'goes on with a server that does not support secure renegotiation',
  'requires-extended-master-secret': 'refuses a server without extended master secret',
  'accepts-changed-session-id': 'goes on when the server of TLS 1.3 echoes another session id',
  'accepts-missing-key-share': 'does not refuse a server of TLS 1.3 that sends no key share',
  'accepts-foreign-key-share': 'does not refuse a key share of a group that was not shared',
  'accepts-zero-share': 'goes on where the shared secret is zero',
  'accepts-unoffered-psk': 'goes on when the server selects a pre-shared key that was not offered',
  'accepts-any-retry': 'answers a HelloRetryRequest that asks for what it may not ask for',
  'accepts-second-retry': 'answers a second HelloRetryRequest',
  'refuses-retry': 'does not answer a HelloRetryRequest',
} as const;

const proofFlaws = {
  'accepts-unproven-server': 'goes on with a server of TLS 1.2 that shows no certificate or signs with another key',
  'accepts-off-curve-point': 'goes on with a public key that is not on its curve',
  'accepts-explicit-curve': 'goes on with a curve whose parameters the server spells out',
  'accepts-unoffered-curve': 'goes on with a curve that was not offered',
  'accepts-small-dh-group': 'offers DHE and goes on with a group of 1024 bits',
  'accepts-md5-signature': 'goes on when the server signs the key exchange with MD5',
  'accepts-sha1-signature': 'goes on when the server signs the key exchange with SHA-1',
  'accepts-anonymous-signature': 'goes on when the key exchange has no signature though there is a certificate',
  'ignores-certificate-verify': 'does not verify the CertificateVerify of TLS 1.3',
  'accepts-unoffered-scheme': 'takes a CertificateVerify of a scheme that was not offered',
  'ignores-finished': 'does not verify the Finished of the server',
} as const;

const messageFlaws = {
  'accepts-any-order': 'takes handshake messages in any order, twice, or not at all',
  'accepts-early-change': 'takes ChangeCipherSpec before the keys are agreed upon',
  'accepts-malformed-messages': 'bears with handshake messages whose lengths or contents are wrong',
  'accepts-empty-certificate-list': 'goes on with a server that shows no certificate',
  'accepts-early-application-data': 'takes application data before the Finished of the server',
  'accepts-clear-text': 'takes an answer in clear text in place of TLS',
  'waits-for-endless-messages': 'waits for the end of a handshake message of any length',
  'refuses-certificate-request': 'breaks off when a server of TLS 1.2 asks for its certificate',
  'refuses-hello-request': 'breaks off at a HelloRequest during the handshake',
  'refuses-joined-messages': 'reads one handshake message out of a record and no second one',
  'refuses-fragments': 'does not put handshake messages together that come in several records',
  'refuses-segments': 'does not put records together that come in several TCP segments',
} as const;

const recordFlaws = {
  'accepts-oversized-records': 'takes records that are longer than a record may be',
  'accepts-any-record-version': 'takes records whose header names a version that does not exist',
  'accepts-unknown-records': 'skips records of a type that does not exist',
  'accepts-damaged-records': 'reads records whose authentication fails',
  'reads-truncated-message': 'takes the end of a connection without close_notify for the end of the message',
} as const;

const alertFlaws = {
  'refuses-warning': 'breaks off at a warning alert',
  'ignores-fatal-alerts': 'goes on waiting after a fatal alert, after close_notify, and after the end of the stream',
  'breaks-off-after-a-failure': 'breaks the next handshake off after one has failed',
  'never-times-out': 'waits for a handshake for ever',
  'sends-no-close-notify': 'closes its connections without close_notify',
} as const;

const laterFlaws = {
  'sends-early-data': 'sends its first request as early data of TLS 1.3 where a ticket allows it',
  'renegotiates-with-anybody': 'renegotiates with a server of TLS 1.2 that does not show what went before',
  'keeps-old-trust-on-renegotiation':
    'renegotiates with the server of TLS 1.2 that it was connected to, whatever certificate that shows then',
  'resumes-tls12-sessions': 'keeps sessions of TLS 1.2 and goes on with them',
  'resumes-whatever-the-master-secret':
    'goes on with an earlier session of TLS 1.2 whether or not the server says extended_master_secret as before',
  'answers-heartbeat': 'answers a heartbeat with as many octets as it asks for',
  'ignores-key-update': 'does not answer a KeyUpdate that asks for one',
  'breaks-on-key-update': 'breaks off at a KeyUpdate',
  'breaks-on-tickets': 'breaks off when it gets more than three tickets',
  'accepts-late-certificate-request':
    'answers a CertificateRequest after the handshake, for which it did not offer itself',
} as const;

/** What the device does with the answer of a server. */
export const handshakeFlaws = {
  ...versionFlaws,
  ...suiteFlaws,
  ...serverHelloFlaws,
  ...proofFlaws,
  ...messageFlaws,
  ...recordFlaws,
  ...alertFlaws,
  ...laterFlaws,
} as const;

/** What stands in the ClientHello. A server that selects it is not refused for that. */
export const helloFlaws = {
  'sends-sslv2-hello': 'sends its ClientHello in the format of SSL 2.0',
  'offers-ssl3': 'offers SSL 3.0 beside TLS',
  'offers-tls10': 'offers TLS 1.0 and 1.1 beside TLS 1.2',
  'offers-early-tls-alone': 'offers nothing above TLS 1.1',
  'prefers-tls12': 'offers TLS 1.3 behind TLS 1.2',
  'offers-rc4': 'offers RC4 in its ClientHello',
  'offers-null-suites': 'offers cipher suites without encryption',
  'offers-anonymous-suites': 'offers anonymous cipher suites',
  'offers-export-suites': 'offers cipher suites of export grade',
  'offers-des': 'offers single DES',
  'offers-3des': 'offers triple DES',
  'offers-static-rsa': 'offers RSA key transport, behind suites with forward secrecy',
  'prefers-static-rsa': 'offers RSA key transport before suites with forward secrecy',
  'offers-static-dh': 'offers static Diffie-Hellman',
  'offers-dhe': 'offers ephemeral Diffie-Hellman over finite fields',
  'offers-cbc': 'offers CBC without encrypt-then-MAC',
  'lacks-gcm-suites': 'offers no AES-GCM in TLS 1.2',
  'lacks-mandatory-suite': 'offers TLS 1.3 without TLS_AES_128_GCM_SHA256',
  'lacks-secp256r1': 'offers no secp256r1',
  'lacks-secp256r1-in-tls12': 'offers TLS 1.2 alone, and no secp256r1',
  'offers-weak-groups': 'offers groups of less than 224 bits',
  'sends-no-signature-algorithms': 'sends no signature_algorithms',
  'offers-md5-signatures': 'offers signatures with MD5',
  'offers-sha1-signatures': 'offers signatures with SHA-1',
  'offers-sha1-on-certificates': 'offers SHA-1 for the signatures on certificates',
  'lacks-rsa-pss': 'offers TLS 1.3 without RSA-PSS',
  'offers-dsa': 'offers signatures with DSA',
  'sends-no-renegotiation-signal': 'says nothing of secure renegotiation',
  'lacks-extended-master-secret': 'offers no extended master secret',
  'sends-no-server-name': 'names no server',
  'names-another-server': 'names another server than the one that it looks for',
  'offers-compression': 'offers a compression',
  'offers-compression-in-tls12': 'offers TLS 1.2 alone, with a compression',
  'offers-truncated-hmac': 'offers truncated_hmac',
  'offers-heartbeat': 'offers heartbeat',
  'offers-foreign-protocol': 'offers a protocol by ALPN that is not its own',
  'offers-early-data': 'sends early_data with a pre-shared key',
  'offers-psk-without-dhe': 'offers pre-shared keys without Diffie-Hellman',
  'sends-fallback-signal': 'sends TLS_FALLBACK_SCSV in its first ClientHello',
  'sends-extension-twice': 'sends an extension twice',
  'sends-psk-in-the-middle': 'sends pre_shared_key before other extensions',
  'shares-unlisted-group': 'sends a key share of a group that it does not list',
  'shares-group-twice': 'sends two key shares of one group',
  'sends-no-groups': 'offers TLS 1.3 without supported_groups',
  'sends-no-key-share': 'offers TLS 1.3 without key_share',
  'sends-low-record-version': 'sends its ClientHello in a record of version 2.0',
  'repeats-client-random': 'sends the same random in every ClientHello',
  'sends-time-in-random': 'begins its random with the time',
  'offers-post-quantum-group': 'lists X25519MLKEM768 without a share of it',
  'sends-grease': 'sends GREASE values',
  'sends-large-hello': 'pads its ClientHello to 4000 octets',
} as const;

export const tlsFlaws = { ...handshakeFlaws, ...helloFlaws } as const;
