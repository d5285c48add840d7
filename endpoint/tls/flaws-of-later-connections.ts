/** The flaws by which a connection is treated otherwise because of an earlier one. Without them the connector is as it was. */
import { ConnectionRefused, type Surroundings, type TlsConnector } from '../contracts.ts';
import { Sessions } from './flaw-resumption.ts';
import { looksOld, tryLowerVersion } from './flaw-version-fallback.ts';

export function withFlawsOfLaterConnections(
  connector: TlsConnector,
  surroundings: Pick<Surroundings, 'flaws' | 'resolve'>,
): TlsConnector {
  const { flaws } = surroundings;
  /** `host:port` of the servers that were verified once. */
  const known = new Set<string>();
  const sessions = new Sessions(surroundings);
  return {
    ...connector,
    async connect(options) {
      const server = `${options.host}:${options.port}`;
      const resumes = flaws.has('resumes-sessions-without-checking');
      const resumed = resumes ? await sessions.resume(options).catch(() => null) : null;
      if (resumed) return resumed;
      const isKnown = flaws.has('checks-certificate-once') && known.has(server);
      try {
        const stream = await connector.connect(isKnown ? { ...options, validate: false } : options);
        if (options.validate) known.add(server);
        if (resumes) sessions.watch(options.service, stream);
        return stream;
      } catch (error) {
        const mayBeOld = error instanceof ConnectionRefused && looksOld(error.refusal);
        if (mayBeOld && flaws.has('retries-with-lower-version')) await tryLowerVersion(surroundings, options);
        throw error;
      }
    },
  };
}
