/** Node's own TLS client with validation as the device's setting says: no bad intention, no SIP rules either. */
import { provision, register } from './plain-client.ts';
import { speak, type Configuration } from './speak.ts';

const options = ({ tls }: Configuration) => ({ rejectUnauthorized: tls?.validate ?? true });

speak('plain node:tls client', ['register', 'provision', 'trust-store'], {
  register: (configuration, trusted) => register(configuration, trusted, options(configuration)),
  provision: (configuration, trusted) => provision(configuration, trusted, options(configuration)),
});
