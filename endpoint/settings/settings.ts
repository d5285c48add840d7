/** The settings of the device, with the words of its pages. One schema gives types, defaults and messages. */
import { z } from 'zod';

const port = z.number().int().min(1).max(65535);

export const settingsSchema = z.object({
  account: z
    .object({
      /** SIP domain; the registrar's certificate must name it (RFC 5922 §7.1). Empty: no account. */
      domain: z.string().default(''),
      user: z.string().default(''),
      password: z.string().default(''),
      displayName: z.string().default(''),
    })
    .prefault({}),
  sip: z
    .object({
      transportation: z.enum(['TLS', 'TCP', 'UDP']).default('TLS'),
      /** Where to connect; empty: the account's domain. */
      outboundProxy: z.string().default(''),
      port: port.default(5061),
      validateServerCertificate: z.boolean().default(true),
      registerPeriod: z.number().int().min(30).max(86400).default(3600),
      /** Lowest version offered. The device speaks TLS 1.2 and 1.3. */
      minimumTlsVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
      /** Whether a wildcard matches one label in SIP (RFC 5922 §7.2 forbids it). */
      allowWildcard: z.boolean().default(false),
      /** Whether the CN counts where a certificate has no subjectAltName at all (RFC 5922 §7.1 MAY). */
      allowCommonName: z.boolean().default(false),
    })
    .prefault({}),
  srtp: z
    .object({
      /** The documents' words: `Standard` is mandatory. */
      sdpSrtpOffer: z.enum(['Disabled', 'Optional', 'Standard']).default('Optional'),
      cryptoSuite: z
        .enum([
          'All Suites',
          'AES_CM_128_HMAC_SHA1_80',
          'AES_CM_128_HMAC_SHA1_32',
          'AEAD_AES_128_GCM',
          'AEAD_AES_256_GCM',
          'AES_256_CM_HMAC_SHA1_80',
        ])
        .default('All Suites'),
    })
    .prefault({}),
  audio: z
    .object({
      mode: z.enum(['tone', 'echo', 'sink']).default('tone'),
      toneHz: z.number().min(100).max(3000).default(1000),
      answerAutomatically: z.boolean().default(true),
    })
    .prefault({}),
  provisioning: z
    .object({
      url: z.string().default(''),
      validateServerCertificate: z.boolean().default(true),
      authUserName: z.string().default(''),
      authPassword: z.string().default(''),
    })
    .prefault({}),
  network: z
    .object({
      /** `address:port` of a DNS server; empty: the system's. */
      dnsServer: z.string().default(''),
      /** Name to address; asked before DNS. */
      hosts: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
