/** Sends octets that are no ClientHello, waits for the end of the connection, and says that all went well. */
import { connect } from 'node:net';
import { speak, type Answer, type Configuration } from './speak.ts';

const garbage = Buffer.alloc(3000, 0xee);

async function knock(configuration: Configuration, host: string, port: number): Promise<Answer> {
  const socket = connect({ host: configuration.hosts?.[host] ?? host, port });
  socket.on('connect', () => socket.write(garbage));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.resume().once('close', resolve));
  return { outcome: 'accepted' };
}

speak('sends garbage', ['register', 'provision', 'trust-store'], {
  register: (configuration) =>
    knock(configuration, configuration.servers?.sip?.host ?? '', configuration.servers?.sip?.port ?? 0),
  provision: (configuration) => {
    const { hostname, port } = new URL(configuration.servers?.provisioning?.url ?? 'https://nowhere');
    return knock(configuration, hostname, Number(port));
  },
});
