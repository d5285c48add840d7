/** What the tests of uploads share: certificates, and the requests that move files. */
import type { FlawName } from '../../flaws.ts';
import { makeCertificate } from '../../trust/test-certificates.ts';
import type { Answer, TestDevice } from '../test-device.ts';

export const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
export const other = makeCertificate({ cn: 'Other', ca: true, key: 'other' });
/** Another authority of the name of `root`. */
export const namesake = makeCertificate({ cn: 'Root', ca: true, key: 'third' });
export const own = makeCertificate({ cn: 'own', issuer: root, key: 'own' });

export type Folder = 'certs' | 'certs/trusted';
export const at = (name: string, folder: Folder): string =>
  `/api/v1/files?folder=${folder}&name=${encodeURIComponent(name)}`;
export const put = (device: TestDevice, name: string, content: string | Buffer, folder: Folder = 'certs/trusted') =>
  device.ask('PUT', at(name, folder), Buffer.from(content as string));
export const remove = (device: TestDevice, name: string, folder: Folder = 'certs/trusted'): Promise<Answer> =>
  device.ask('DELETE', at(name, folder));
export const list = async (device: TestDevice, folder: Folder = 'certs/trusted'): Promise<string[]> =>
  (await device.ask('GET', `/api/v1/files?folder=${folder}`))
    .json<{ files: { name: string }[] }>()
    .files.map(({ name }) => name);
export const setFlaws = (device: TestDevice, ...flaws: FlawName[]) => device.ask('PUT', '/api/v1/flaws', { flaws });
export const anchors = ({ device }: TestDevice): string[] => device.surroundings.trust.anchors();
