/** How a device is set up for a case. */
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';

/** M0 validation off, M1 on with factory authorities only, M2 on with the lab authority uploaded, M3 on with that very
 * self-signed certificate uploaded. */
export type TrustMode = 'M0' | 'M1' | 'M2' | 'M3';

export type SrtpPolicy = 'disabled' | 'optional' | 'mandatory';

export interface DeviceSettings {
  trust: TrustMode;
  srtp: SrtpPolicy;
  /** The SRTP suites that it may use: one by name, or all that it has. */
  srtpSuite: 'all' | SrtpSuite;
  /**
   * `factory` is one that the lab has made as a factory would, `own` the one that the device came with. `other-mac` names
   * another unit; `other-authority` stands under one that the lab does not know.
   */
  deviceCertificate: 'factory' | 'own' | 'none' | 'expired' | 'other-mac' | 'other-authority' | 'self-signed';
  media: 'tone' | 'echo' | 'sink';
  /** What a device that checks revocation does where a status cannot be found out: accept (`soft`) or refuse (`hard`). */
  revocation: 'off' | 'soft' | 'hard';
  /** Its clock against the bench's, in seconds. */
  clock: number;
  /** Its own SIP listener over TLS, and whether it asks clients for a certificate; `off`: it has none. */
  listener: 'off' | 'optional' | 'required';
  /** Of its account; with `sips` it is to be reached by that alone (RFC 5630 §5.1.2). */
  scheme: 'sip' | 'sips';
  /**
   * In seconds. `keepAlive`: the longest wait between two keep-alives, where the server asks for no other (RFC 5626 §4.4.1).
   * `retry`: what its waits after failures are counted from, the "base-time" of RFC 5626 §4.5.
   */
  timings: { keepAlive: number; retry: number };
  /** Whether it ends a call in which nothing comes any more, after `Evidence.idleLimit`. */
  idleLimit: 'off' | 'on';
  /** Of the RTP of its calls, as bench builds can be told; null: its own choice. */
  firstSequence: number | null;
  /** Packets that each of its keys is for by its crypto line (RFC 4568 §6.1); null: its own choice. */
  keyLifetime: number | null;
}
