/** What the lab's PKI offers. Keys are cached between runs, certificates are signed anew with dates relative to `now`. */
import type { FaultName } from './certificate-faults.ts';

export interface ServedCertificate {
  fault: FaultName;
  /** Leaf first, as sent on the wire (the root is never sent). */
  chainPem: string;
  keyPem: string;
  leafSha256: string;
}

export interface Identity {
  chainPem: string;
  keyPem: string;
  leafSha256: string;
}

export interface Pki {
  /** The injected clock's reading that all dates are relative to. */
  now: Date;
  /** PEM of the trust anchors. `lab` is uploaded in M2; `factory` plays the preinstalled public authority of M1; `device`
   * signs device certificates; `unknown` is in nobody's store. */
  anchors: { lab: string; factory: string; device: string; unknown: string };
  /** The certificate of a named fault for a host name. The same fault and host give the same certificate within a run. */
  certificate(fault: FaultName, host: string): ServedCertificate;
  /** The factory device certificate: CN = MAC, 30 years, under the device authority and its intermediate. */
  deviceIdentity(mac: string): Identity;
}
