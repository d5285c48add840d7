/** The certificates that the bench gives the device for its own. */
import type { DeviceSettings } from '../evidence.ts';
import type { DeviceCertificateKind } from '../pki/device-certificates.ts';
import type { Identity, Pki } from '../pki/pki.ts';

/** What a test uploads: another good one; its certificate with the key of the old one; a PEM that is cut in the middle. */
export type UploadedIdentity = 'replacement' | 'mismatching-key' | 'broken';

export function identityOf(
  name: Exclude<DeviceSettings['deviceCertificate'], 'own' | 'none'>,
  pki: Pki,
  mac: string,
): Identity {
  const kind: DeviceCertificateKind = name === 'factory' ? 'good' : name;
  return pki.deviceIdentity(mac, kind);
}

/** `leafSha256` is null where the file holds nothing that could be shown. */
export function uploadOf(
  name: UploadedIdentity,
  pki: Pki,
  mac: string,
): Omit<Identity, 'leafSha256'> & { leafSha256: string | null } {
  const replacement = pki.deviceIdentity(mac, 'replacement');
  switch (name) {
    case 'replacement':
      return replacement;
    case 'mismatching-key':
      return { ...replacement, keyPem: pki.deviceIdentity(mac).keyPem, leafSha256: null };
    case 'broken': {
      const half = replacement.chainPem.slice(0, replacement.chainPem.indexOf('-----END') >> 1);
      return { ...replacement, chainPem: `${half}\n`, leafSha256: null };
    }
  }
}
