/**
 * What Kamailio and nginx serve, as data: one row, one TLS profile, one port. A new listener is one row here.
 */
import type { FaultName } from '../pki/certificate-faults.ts';
import { pinnedGroups, pinnedSuiteNames, pinnedSuites, type PinnedGroup, type PinnedSuite } from './pinned-suites.ts';
import { askedFaults, headlineFaults, type Presentation } from './presentation.ts';

export type ServerProgram = 'kamailio' | 'nginx';

export interface Profile {
  /** `good`, `expired`, `tls-1.0`, `tls-1.2+required`: the deviations in this order: certificate, version, suite, group,
   * client certificate, HTTP. `good` is left out where another deviation names the profile. */
  name: string;
  certificate: FaultName;
  version: Presentation['version'];
  suite?: PinnedSuite;
  group?: PinnedGroup;
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

/** One for each suite, with the certificate that the suite needs. */
const pinnedTo = (version: 'TLS 1.2' | 'TLS 1.3'): Profile[] =>
  pinnedSuiteNames
    .filter((suite) => pinnedSuites[suite].version === version)
    .map((suite) => row({ suite, version, certificate: suite.includes('_ECDSA_') ? 'ecdsa-chain' : 'good' }));

/** Key transport by RSA with a client certificate: its CertificateVerify is the only proof of the client. */
const transportAsking = row({
  version: 'TLS 1.2',
  suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
  clientCertificate: 'optional',
});

/** What the servers of ECDSA suites are compared with. */
const ecdsa = [row({ certificate: 'ecdsa-chain' })];
const groups = Object.keys(pinnedGroups) as PinnedGroup[];

export const profiles: Readonly<Record<ServerProgram, readonly Profile[]>> = {
  kamailio: [...common, ...ecdsa, ...pinnedTo('TLS 1.2'), transportAsking],
  nginx: [
    ...common,
    ...ecdsa,
    ...pinnedTo('TLS 1.2'),
    ...pinnedTo('TLS 1.3'),
    transportAsking,
    ...groups.map((group) => row({ group })),
    ...clientCertificates.flatMap((clientCertificate) => [
      row({ http: 'basic', clientCertificate }),
      row({ http: 'redirect-to-http', clientCertificate }),
    ]),
  ],
};

/** The name of the profile that a presentation asks for, whether or not a row has it. */
export function profileName(presentation: Presentation): string {
  const { certificate = 'good', version, suite, group, clientCertificate, http } = presentation;
  const parts = [version?.toLowerCase().replace(' ', '-'), suite, group, clientCertificate, http].filter(
    (part) => part !== undefined,
  );
  return (certificate === 'good' && parts.length > 0 ? parts : [certificate, ...parts]).join('+');
}
