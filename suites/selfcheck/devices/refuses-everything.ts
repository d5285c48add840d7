/** Connects, sees the server's certificate, and closes every time. */
import { connect } from 'node:tls';
import { speak, type Answer, type Configuration } from './speak.ts';

async function knock(configuration: Configuration, host: string, port: number): Promise<Answer> {
  const socket = connect({
    host: configuration.hosts?.[host] ?? host,
    port,
    servername: host,
    ca: [],
    checkServerIdentity: () => new Error('never'),
  });
  await new Promise((resolve) => socket.once('close', resolve).once('error', () => undefined));
  return { outcome: 'refused', reason: 'it refuses everything' };
}

speak('refuses everything', ['register', 'provision', 'trust-store'], {
  register: (configuration) =>
    knock(configuration, configuration.servers?.sip?.host ?? '', configuration.servers?.sip?.port ?? 0),
  provision: (configuration) => {
    const { hostname, port } = new URL(configuration.servers?.provisioning?.url ?? 'https://nowhere');
    return knock(configuration, hostname, Number(port));
  },
});
