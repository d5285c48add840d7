/** The device's real modules. */
import { DeferredAgent } from './deferred-agent.ts';
import type { Parts } from './parts.ts';
import { createProvisioningClient } from './provisioning/client.ts';
import { createSipListener } from './sip/listener.ts';
import { createTlsConnector } from './tls/connector.ts';
import { withFlawsOfLaterConnections } from './tls/flaws-of-later-connections.ts';
import { openIdentity } from './trust/identity.ts';
import { openTrustStore } from './trust/store.ts';

/** Loads what the first call or registration needs; nothing waits for it. */
export const loadSip = (): Promise<typeof import('./sip/agent.ts')> => import('./sip/agent.ts');

export const modules: Parts = {
  openTrustStore,
  openIdentity,
  createTlsConnector: (surroundings) => withFlawsOfLaterConnections(createTlsConnector(surroundings), surroundings),
  createListener: createSipListener,
  createProvisioningClient,
  createSipAgent: (surroundings, connector) =>
    new DeferredAgent(async () => (await loadSip()).createSipAgent(surroundings, connector)),
};
