/** What an entry of the certificate faults says. */
import type { ChainPlan, GoodChain, Workshop } from './chain.ts';

/**
 * A property in which a fault deviates from its control, as openssl prints it: `leaf issuer`, `intermediate key`,
 * `leaf X509v3 Subject Alternative Name`; `sent`: which certificates are sent, in which order.
 */
export type Difference = 'sent' | `${'leaf' | 'intermediate'} ${string}`;

export interface CertificateFault {
  /** One sentence naming the single deviation. */
  title: string;
  /** All that deviates from the control, and nothing else does. */
  differs: readonly Difference[];
  /** The fault that it is compared with, where `good` shares the property that the case is about. */
  control?: string;
  /** Served by the crafted TLS server: OpenSSL does not load it, or would not send it as it is meant. */
  crafted?: true;
  /** Its dates count from the moment at which it is shown: a run that takes hours must not outlive them. */
  fresh?: true;
  /** The plan of the fault, made from the good one. */
  make(good: GoodChain, shop: Workshop): ChainPlan;
}
