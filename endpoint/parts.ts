/** The makers of the device's modules; a test puts others in their place. */
import type {
  DeviceIdentity,
  ProvisioningClient,
  SipAgent,
  Surroundings,
  TlsConnector,
  TrustStore,
} from './contracts.ts';
import type { Flaws } from './flaws.ts';

export interface Parts {
  openTrustStore(options: { folder: string; factoryAnchors: string; flaws: Flaws }): Promise<TrustStore>;
  openIdentity(options: { factoryPem: string | null; uploadedFile: string }): Promise<DeviceIdentity>;
  createTlsConnector(surroundings: Surroundings): TlsConnector;
  createSipAgent(surroundings: Surroundings, connector: TlsConnector): SipAgent;
  createProvisioningClient(surroundings: Surroundings, connector: TlsConnector): ProvisioningClient;
}
