/** The makers of the device's modules; a test puts others in their place. */
import type {
  DeviceIdentity,
  Listener,
  ProvisioningClient,
  SipAgent,
  Surroundings,
  TlsConnector,
  TrustStore,
} from './contracts.ts';
import type { IdentityOptions } from './trust/identity.ts';
import type { TrustStoreOptions } from './trust/store.ts';

export interface Parts {
  openTrustStore(options: TrustStoreOptions): Promise<TrustStore>;
  openIdentity(options: IdentityOptions): Promise<DeviceIdentity>;
  createTlsConnector(surroundings: Surroundings): TlsConnector;
  createSipAgent(surroundings: Surroundings, connector: TlsConnector): SipAgent;
  createListener(surroundings: Surroundings): Listener;
  createProvisioningClient(surroundings: Surroundings, connector: TlsConnector): ProvisioningClient;
}
