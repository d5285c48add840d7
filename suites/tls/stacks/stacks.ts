/**
 * The stacks that stand beside a device. Mbed TLS, wolfSSL and JSSE (and first OpenSSL, by Node, and GnuTLS) were measured with a
 * prototype of the scripted server that ended with the ClientKeyExchange or with the ServerHello of TLS 1.3; one run each. What
 * OpenSSL, GnuTLS and NSS do is measured by the test beside this file, which the data follows where both differ. All of it tells
 * what one version did once: observations, no claims about a product.
 */
import type { StackAnswer } from '../../../harness/judge/tls/stack-answer.ts';
import type { KnownCases } from '../../../harness/requirement.ts';
import '../cases.ts';

/**
 * As the programs are that were measured, with the settings that they have: Node 20, curl and s_client from TLS 1.2; gnutls-cli and
 * tstclnt of libnss3-tools, which both offer TLS 1.0, too.
 */
export const stacks = [
  'OpenSSL 3.0',
  'GnuTLS 3.7.9',
  'Mbed TLS 2.28.3',
  'wolfSSL 5.5.4',
  'JSSE 17',
  'NSS 3.87.1',
] as const;

type Cell = StackAnswer | null;

/** Mbed TLS 2.28 has no TLS 1.3. */
type StackRow = readonly [openssl: Cell, gnutls: Cell, mbedTls: Cell, wolfssl: Cell, jsse: Cell, nss: Cell];

/** A case that does not exist is a compile error. */
export type StackAnswers = Readonly<Partial<Record<keyof KnownCases, StackRow>>>;

/** In place of Mbed TLS, wolfSSL and JSSE, in rows that are not the prototype's. */
export const unmeasured = [null, null, null] as const;
