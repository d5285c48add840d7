/** Flaws of what the device offers and takes, acted out by OpenSSL (flawed-offer.ts) and the gate. */
export const parameterFlaws = {
  'lacks-x25519': 'exchanges no keys over x25519',
  'speaks-null-suites': 'offers suites without encryption and goes on with them',
  'speaks-anonymous-suites': 'offers suites without a certificate and goes on with them',
  'breaks-off-over-aes256-gcm': 'offers TLS_AES_256_GCM_SHA384 and breaks off when the server selects it',
  'breaks-off-over-chacha20': 'offers TLS_CHACHA20_POLY1305_SHA256 and breaks off when the server selects it',
  'breaks-off-over-tls12-suites':
    'offers suites of TLS 1.2, with CBC and DHE too, and breaks off whichever is selected',
  'holds-back-tls13': 'offers TLS 1.3 only after a handshake has failed without it',
  'speaks-in-clear-too': 'registers by UDP and TCP, and asks for its file by HTTP, beside TLS',
  'sends-messages-out-of-order':
    'sends ChangeCipherSpec before its key exchange, by RSA too, and in TLS 1.3 after its Finished',
} as const;
