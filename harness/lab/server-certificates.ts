/** The certificate files that Kamailio and nginx read: one chain and one key per fault, and the anchor of device certificates. */
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Pki } from '../pki/pki.ts';
import type { GeneratedFiles, ServerListener } from './server-listener.ts';

export function certificateFiles(
  { pki, listeners }: { pki: Pki; listeners: readonly ServerListener[] },
  host: string,
): GeneratedFiles {
  const files: GeneratedFiles = { [deviceAnchorPath('.')]: pki.anchors.device };
  for (const fault of new Set<FaultName>(['good', ...listeners.map(({ profile }) => profile.certificate)])) {
    const { chainPem, keyPem } = pki.certificate(fault, host);
    const { chain, key } = certificatePaths('.', host, fault);
    files[chain] = chainPem;
    files[key] = keyPem;
  }
  return files;
}

export const certificatePaths = (folder: string, host: string, fault: FaultName): { chain: string; key: string } => ({
  chain: `${folder}/certificates/${host}/${fault}.chain.pem`,
  key: `${folder}/certificates/${host}/${fault}.key.pem`,
});

export const deviceAnchorPath = (folder: string): string => `${folder}/certificates/device-anchor.pem`;
