/**
 * What Kamailio and nginx serve, as data: one row, one TLS profile, one port. A new listener is one row here.
 */
import type { FaultName } from '../pki/certificate-faults.ts';
import { askedFaults, headlineFaults, type Presentation } from './presentation.ts';

export type ServerProgram = 'kamailio' | 'nginx';

export interface Profile {
  /** `good`, `expired`, `tls-1.0`, `tls-1.2+required`: the deviations in this order: certificate, version, client
   * certificate, HTTP. `good` is left out where another deviation names the profile. */
  name: string;
  certificate: FaultName;
  version: Presentation['version'];
  clientCertificate: Presentation['clientCertificate'];
  http: 'basic' | 'redirect-to-http' | undefined;
}

const clientCertificates = [undefined, 'optional', 'required'] as const;
const versions = ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] as const;

const row = (parts: Partial<Profile>): Profile => {
  const profile = { certificate: 'good' as const, version: undefined, clientCertificate: undefined, http: undefined };
  return named({ ...profile, ...parts });
};

const named = (profile: Omit<Profile, 'name'>): Profile => ({ ...profile, name: profileName(profile) });

const common: readonly Profile[] = [
  ...askedFaults.flatMap((certificate) =>
    clientCertificates.map((clientCertificate) => row({ certificate, clientCertificate })),
  ),
  ...headlineFaults.filter((one) => !askedFaults.includes(one)).map((certificate) => row({ certificate })),
  // What a device trusts in M1 and M3: the controls of the versions there.
  ...(['factory-authority', 'self-signed'] as const).flatMap((certificate) =>
    (['TLS 1.2', 'TLS 1.3'] as const).map((version) => row({ certificate, version })),
  ),
  ...versions.flatMap((version) => clientCertificates.map((clientCertificate) => row({ version, clientCertificate }))),
];

export const profiles: Readonly<Record<ServerProgram, readonly Profile[]>> = {
  kamailio: common,
  nginx: [
    ...common,
    ...clientCertificates.flatMap((clientCertificate) => [
      row({ http: 'basic', clientCertificate }),
      row({ http: 'redirect-to-http', clientCertificate }),
    ]),
  ],
};

/** The name of the profile that a presentation asks for, whether or not a row has it. */
export function profileName(presentation: Presentation): string {
  const { certificate = 'good', version, clientCertificate, http } = presentation;
  const parts = [version?.toLowerCase().replace(' ', '-'), clientCertificate, http].filter(
    (part) => part !== undefined,
  );
  return (certificate === 'good' && parts.length > 0 ? parts : [certificate, ...parts]).join('+');
}
