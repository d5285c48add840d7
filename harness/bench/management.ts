/** What a test does at the device's management interface: done by the driver, recorded as evidence, undone afterwards. */
import { X509Certificate } from 'node:crypto';
import type { Action, Service } from '../evidence.ts';
import { hostOf } from '../lab/targets.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { ClientCertificateKind } from '../pki/client-certificates.ts';
import type { Pki } from '../pki/pki.ts';
import { fileForms, hostileNames, trustFile, type FileFormName, type TrustMaterial } from '../pki/trust-files.ts';
import { MethodError, type Driver, type Methods, type TrustFolder } from '../dut/driver.ts';
import type { DeviceSetup } from './device-setup.ts';
import type { UploadedIdentity } from './identities.ts';

/**
 * - `upload`: a file of that form into a folder, made of what has to be trusted for the certificate to be accepted over
 *   the service; named after both unless told.
 * - `upload-hostile-names`: an authority that nothing is served under, once for each hostile file name.
 * - `set-identity`, `restore-identity`: another certificate for the device's own, and back to that of its factory.
 * - `list-visitor`: the certificate of a client itself goes into the trust list.
 * - `fill`: authorities that nothing is served under, until there is room for `leaving` more.
 */
export type Management =
  | { what: 'upload'; file: FileFormName; of: FaultName; service: Service; name?: string; folder?: TrustFolder }
  | { what: 'upload-hostile-names' }
  | { what: 'fill'; leaving: number }
  | { what: 'remove'; name: string; folder?: TrustFolder }
  | { what: 'list'; folder?: TrustFolder }
  | { what: 'validate'; on: boolean }
  | { what: 'set-clock'; offsetSeconds: number }
  | { what: 'reset'; kind: Methods['reset']['params']['kind'] }
  | { what: 'set-identity'; identity: UploadedIdentity }
  | { what: 'restore-identity' }
  | { what: 'list-visitor'; certificate: ClientCertificateKind };

export interface ManagementParts {
  driver: Pick<Driver, 'request'>;
  setup: DeviceSetup;
  pki: Pki;
  /** How many entries the product's documents promise of the trust list. */
  trustEntries: number;
}

type Record = (action: Omit<Action, 'after'>) => void;

/** Rejects with MethodError where the driver cannot do it; that the device refuses is recorded and no error. */
export async function manage(parts: ManagementParts, asked: Management, record: Record): Promise<void> {
  const { driver, setup } = parts;
  const attempt = async (what: Action['what'], about: string, work: () => Promise<unknown>): Promise<void> => {
    setup.alter();
    record({ what, about, ...(await saidOf(work)) });
  };
  const add = (about: string, file: Methods['trust.add']['params'], certificate: FaultName | null) =>
    attempt('trust.add', `${about} into ${file.folder ?? 'certs/trusted'}`, () =>
      setup.trustList.add(file, certificate),
    );

  switch (asked.what) {
    case 'upload': {
      const { file, of, service, folder } = asked;
      const { extension } = fileForms[file];
      const name = asked.name ?? `${of}.${extension}`;
      const content = trustFile(file, materialFor(parts.pki, of, service));
      return add(`${name} (${file})`, { name, ...carried(file, content), ...(folder && { folder }) }, of);
    }
    case 'upload-hostile-names': {
      const pem = parts.pki.authority(bystander);
      for (const name of hostileNames) await add(JSON.stringify(name), { name, ...carried('pem-lf', pem) }, null);
      return;
    }
    case 'fill':
      for (let n = 1; setup.trustList.size < parts.trustEntries - asked.leaving; n++) {
        const before = setup.trustList.size;
        const name = `further-${n}.pem`;
        await add(name, { name, ...carried('pem-lf', parts.pki.authority(`Ringproof Further Root ${n}`)) }, null);
        if (setup.trustList.size === before) return;
      }
      return;
    case 'remove': {
      const { name, folder = 'certs/trusted' } = asked;
      return attempt('trust.remove', `${name} from ${folder}`, () => setup.trustList.remove(name, folder));
    }
    case 'list': {
      const { names } = await driver.request('trust.list', asked.folder ? { folder: asked.folder } : {});
      const about = asked.folder ?? 'certs/trusted';
      return record({ what: 'trust.list', about, said: 'done', listed: names });
    }
    case 'validate':
      return attempt('validation', asked.on ? 'on' : 'off', () =>
        driver.request('configure', { tls: { validate: asked.on } }),
      );
    case 'set-clock': {
      const { offsetSeconds } = asked;
      const about = `${offsetSeconds} s against the bench`;
      return attempt('clock', about, () => driver.request('clock', { offsetSeconds }));
    }
    case 'reset':
      return attempt('reset', asked.kind, () => setup.reset(asked.kind));
    case 'set-identity': {
      const upload = setup.uploadFor(asked.identity);
      setup.alter();
      const said = await saidOf(() => setup.giveIdentity(upload));
      return record({ what: 'identity.set', about: asked.identity, ...said, leafSha256: upload.leafSha256 });
    }
    case 'restore-identity':
      return attempt('identity.restore', 'that of the factory', () => setup.restoreIdentity());
    case 'list-visitor': {
      const { chainPem } = parts.pki.clientCertificate(asked.certificate);
      return add('visitor.pem', { name: 'visitor.pem', ...carried('pem-lf', chainPem) }, null);
    }
  }
}

const bystander = 'Ringproof Bystander Root';

/** PEM as it usually comes travels as text, which every driver takes; other files by their octets. */
const carried = (form: FileFormName, content: string | Buffer): { pem: string } | { contentBase64: string } =>
  form === 'pem-lf' ? { pem: content.toString() } : { contentBase64: Buffer.from(content).toString('base64') };

/** The device's refusal is a result; what the driver cannot do, and a device that hangs or dies, are not. */
export async function saidOf(work: () => Promise<unknown>): Promise<Pick<Action, 'said' | 'reason'>> {
  try {
    await work();
    return { said: 'done' };
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    if (error.kind === 'invalid') return { said: 'refused', reason: error.message };
    if (error.kind === 'failed') return { said: 'failed', reason: error.message };
    throw error;
  }
}

/** What has to be trusted for the certificate to be accepted, and what stands beside it in files. */
function materialFor(pki: Pki, of: FaultName, service: Service): TrustMaterial {
  const { anchorPem, pinPem, chainPem, keyPem } = pki.certificate(of, hostOf(service));
  const roots: Partial<{ [F in FaultName]: string }> = {
    good: pki.anchors.lab,
    'factory-authority': pki.anchors.factory,
    'unknown-authority': pki.anchors.unknown,
    'self-signed': chainPem,
    'self-signed-other-key': chainPem,
  };
  const pem = roots[of] ?? anchorPem ?? pinPem;
  if (!pem) throw new Error(`nothing that could be uploaded stands above the certificate "${of}"`);
  const commonName = /^CN=(.+)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? bystander;
  return { pem, bystander: pki.authority(bystander), namesake: pki.authority(commonName), keyPem };
}
