/** The settings of the device, with the words of its pages. One schema gives types, defaults and messages. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { suiteNames } from '../media/suites.ts';

/** One line: the words end up in SIP and HTTP headers. */
const text = z
  .string()
  .max(255)
  .regex(/^[^\x00-\x1f\x7f]*$/)
  .describe('one line of at most 255 characters');
const host = z
  .string()
  .max(255)
  .refine((value) => value === '' || isIP(value) !== 0 || /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(value))
  .describe('a host name or an IP address, without a port');
const server = z
  .string()
  .max(255)
  .regex(/^((sips?:)?(\[[0-9a-f:.]+\]|[^\s:;[\]]+)(:\d{1,5})?(;[^\s;]+)*)?$/i)
  .describe('a host name or an IP address, with :port where it is not the one of sip.port');
const url = z
  .string()
  .max(1024)
  .refine((value) => value === '' || (/^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value)))
  .describe('a URL that begins with https:// or http://');
const dnsServer = z
  .string()
  .refine((value) => {
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(value) ?? [];
    return value === '' || isIP(value) !== 0 || (isIP(bracketed ?? plain ?? '') !== 0 && Number(port) <= 65535);
  })
  .describe('an IP address with a port, such as 192.0.2.53:53 or [2001:db8::53]:53');
const hosts = z
  .record(z.string().min(1).max(255), z.union([z.ipv4(), z.ipv6()]))
  .describe('a table of host names, each with one IP address');

const port = z.number().int().min(1).max(65535);

export const settingsSchema = z.object({
  account: z
    .object({
      /** SIP domain; the server's certificate must name it unless there is an outbound proxy (RFC 5922 §7.3). Empty: no account. */
      domain: host.default(''),
      user: text.default(''),
      password: text.default(''),
      /** Whose challenges the password answers; empty: those of the domain, and of domains above it. */
      realm: text.default(''),
      displayName: text.default(''),
    })
    .prefault({}),
  sip: z
    .object({
      transportation: z.enum(['TLS', 'TCP', 'UDP']).default('TLS'),
      /** Of the account's address and Contact. The device is to be reached by this scheme alone (RFC 5630 §5.1.2). */
      scheme: z.enum(['sip', 'sips']).default('sip'),
      /** Where to connect, and whom the certificate must name; empty: the account's domain, found as `locate` says. */
      outboundProxy: server.default(''),
      /** `host`: the domain is a host name. `srv`: NAPTR and SRV records lead to its servers (RFC 3263 §4), else port 5061. */
      locate: z.enum(['host', 'srv']).default('host'),
      port: port.default(5061),
      validateServerCertificate: z.boolean().default(true),
      registerPeriod: z.number().int().min(30).max(86400).default(3600),
      /** Seconds between two keep-alives at most (RFC 5626 §4.4.1); the server may ask for another number. */
      keepAliveInterval: z.number().min(1).max(3600).default(120),
      /** Seconds that waits after failures are counted from (RFC 5626 §4.5, "base-time"). */
      retryInterval: z.number().min(0.1).max(1800).default(30),
      /** Lowest version offered. The device speaks TLS 1.2 and 1.3. */
      minimumTlsVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
      /** Whether a wildcard matches one label in SIP (RFC 5922 §7.2 forbids it). */
      allowWildcard: z.boolean().default(false),
      /** Whether the CN counts where a certificate has no subjectAltName at all (RFC 5922 §7.1 MAY). */
      allowCommonName: z.boolean().default(false),
    })
    .prefault({}),
  listener: z
    .object({
      /** Whether the device takes SIP connections over TLS itself, as a gateway does. */
      enabled: z.boolean().default(false),
      address: z.union([z.ipv4(), z.ipv6()]).describe('an IP address of the device, or 0.0.0.0').default('127.0.0.1'),
      /** 0: any free port. */
      port: z.number().int().min(0).max(65535).default(0),
      /** `optional`: a client without a certificate is let in and counts as nobody (RFC 5922 §7.4). */
      requireClientCertificate: z.enum(['off', 'optional', 'required']).default('off'),
    })
    .prefault({}),
  tls: z
    .object({
      /** What an undetermined revocation status means: `soft` accepts it, `hard` refuses. `off`: nobody is asked. */
      revocation: z.enum(['off', 'soft', 'hard']).default('off'),
      /** Authorities above a server's certificate, the trusted one counted; a longer chain is refused. */
      maxChainDepth: z.number().int().min(1).max(32).default(10),
      /** Certificates that certs/trusted may hold. */
      maxTrustedEntries: z.number().int().min(1).max(1000).default(16),
    })
    .prefault({}),
  srtp: z
    .object({
      /** The documents' words: `Standard` is mandatory. */
      sdpSrtpOffer: z.enum(['Disabled', 'Optional', 'Standard']).default('Optional'),
      cryptoSuite: z.enum(['All Suites', ...suiteNames]).default('All Suites'),
      /** Packets that each key of ours is for, as its crypto line says (RFC 4568 §6.1); 0: nothing is said. */
      keyLifetime: z
        .number()
        .int()
        .min(0)
        .max(2 ** 48)
        .default(0),
    })
    .prefault({}),
  audio: z
    .object({
      mode: z.enum(['tone', 'echo', 'sink']).default('tone'),
      toneHz: z.number().min(100).max(3000).default(1000),
      answerAutomatically: z.boolean().default(true),
      /** Between two RTCP reports on average (RFC 3550 §6.2). */
      reportIntervalMs: z.number().int().min(20).max(60_000).default(5000),
      /** A call in which nothing comes for so long is ended; 0: none is. */
      idleSeconds: z.number().min(0).max(3600).default(0),
      /** Where the sequence numbers of a call begin, for a bench that wants to see them wrap; -1: by chance. */
      firstSequence: z.number().int().min(-1).max(0xffff).default(-1),
    })
    .prefault({}),
  provisioning: z
    .object({
      url: url.default(''),
      validateServerCertificate: z.boolean().default(true),
      authUserName: text.default(''),
      authPassword: text.default(''),
    })
    .prefault({}),
  network: z
    .object({
      /** `address:port` of a DNS server; empty: the system's. */
      dnsServer: dnsServer.default(''),
      /** Name to address; asked before DNS. */
      hosts: hosts.default({}),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
