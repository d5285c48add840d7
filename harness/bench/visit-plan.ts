/** Who comes to the device's own listener, as plain data: it stands in a case and travels to the bench. */
import type { DeviceSettings, TlsVersion, Visit } from '../evidence.ts';
import type { ClientCertificateKind } from '../pki/client-certificates.ts';

export interface VisitPlan {
  /** Null: the visitor has none. */
  certificate: ClientCertificateKind | null;
  /** Domain of From; the one that good certificates name when left out. */
  fromDomain?: string;
  /** `OPTIONS` when left out; `MESSAGE` is what a device may keep for those whom it knows. */
  method?: Visit['request']['method'];
  /** The device chooses when left out. */
  version?: Extract<TlsVersion, 'TLS 1.2' | 'TLS 1.3'>;
  /** A call without TLS. */
  over?: 'udp' | 'tcp';
  /** It says that it is the device's own server (RFC 5923 `alias`); the device registers while its connection stands. */
  claimsServer?: true;
  /** So many other clients have connected and take their time. */
  beside?: number;
}

/** With what the device's listener is to ask of it. */
export interface Visitor extends VisitPlan {
  listener: Exclude<DeviceSettings['listener'], 'off'>;
  /** The visitor's own certificate is put into the trust list first. */
  listed?: true;
}

/** The good visitor that differs in the certificate alone, and speaks for its own domain. */
export function controlVisit({ certificate, method, version }: VisitPlan): VisitPlan {
  return {
    certificate: certificate === 'revoked' ? 'good-by-crl' : 'good',
    ...(method && method !== 'INVITE' && { method }),
    ...(version && { version }),
  };
}
