/**
 * Cipher suites and compression that the server selects. A weak suite is selected whether it was offered or not: what it is
 * about is what the client accepts.
 */
import type { ClientHello } from '../messages/client-hello.ts';
import { NotOffered } from '../fatal-alert.ts';
import { isGrease } from '../registries/grease.ts';
import { suitesFor } from '../server/server-choice12.ts';
import type { TlsFault } from './tls-fault.ts';

const selects =
  (suite: number): NonNullable<TlsFault['select']> =>
  (honest) => ({ ...honest, suite });

const compresses = (what: string, method: number): TlsFault => ({
  title: `selects the compression ${what}`,
  requires: ({ compression }: ClientHello) => {
    if (compression.includes(method)) throw new NotOffered(`the client offers ${what} itself`);
  },
  hello: (honest) => ({ ...honest, compression: method }),
});

const greaseSuite = 0x1a1a;
const renegotiationScsv = 0x00ff;
const fallbackScsv = 0x5600;

export const suiteFaults = {
  'unoffered-suite': {
    title: 'selects a suite of the same family that was not offered',
    select: (choice, hello) => {
      const suite = suitesFor(choice.suite).find((each) => !hello.suites.includes(each));
      if (suite === undefined) throw new NotOffered('the client offers every suite of the family');
      return { ...choice, suite };
    },
  },
  'null-sha256': {
    title: 'selects TLS_RSA_WITH_NULL_SHA256, which encrypts nothing',
    select: selects(0x003b),
  },
  'rsa-rc4': {
    title: 'selects TLS_RSA_WITH_RC4_128_SHA',
    select: selects(0x0005),
  },
  'ecdhe-rc4': { title: 'selects TLS_ECDHE_RSA_WITH_RC4_128_SHA', select: selects(0xc011) },
  'export-rc4': {
    title: 'selects TLS_RSA_EXPORT_WITH_RC4_40_MD5, with an RSA key of 512 bits',
    select: selects(0x0003),
  },
  'export-dhe': {
    title: 'selects TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA, with a group of 512 bits',
    select: selects(0x0014),
  },
  'dh-anon': {
    title: 'selects TLS_DH_anon_WITH_AES_128_CBC_SHA and sends no certificate',
    select: selects(0x0034),
  },
  'ecdh-anon': {
    title: 'selects TLS_ECDH_anon_WITH_AES_128_CBC_SHA and sends no certificate',
    select: selects(0xc018),
  },
  'null-with-null-null': {
    title: 'selects TLS_NULL_WITH_NULL_NULL, the state before any handshake',
    select: selects(0x0000),
  },
  'rsa-3des': {
    title: 'selects TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    select: selects(0x000a),
  },
  'rsa-des': {
    title: 'selects TLS_RSA_WITH_DES_CBC_SHA, single DES',
    select: selects(0x0009),
  },
  'grease-suite': {
    title: 'selects a number that is kept free for GREASE and is no suite',
    // RFC 8701 §3.1: to be refused although the client may have sent it.
    select: (honest, { suites }) => ({ ...honest, suite: suites.find(isGrease) ?? greaseSuite }),
  },
  'signalling-suite': {
    title: 'selects TLS_EMPTY_RENEGOTIATION_INFO_SCSV, which is a signal and no suite',
    select: selects(renegotiationScsv),
  },
  'fallback-suite': {
    title: 'selects TLS_FALLBACK_SCSV, which is a signal and no suite',
    select: selects(fallbackScsv),
  },
  deflate: compresses('DEFLATE', 1),
  lzs: compresses('LZS', 64),
} as const satisfies Record<string, TlsFault>;
