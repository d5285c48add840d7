/** The machine's own OpenSSL settings may forbid old versions; here each TLS profile says what it serves. Tickets would let
 * a device resume, and then it would not see the certificate that a case is about. */
export const opensslDefaults = `openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
Options = -SessionTicket
`;
