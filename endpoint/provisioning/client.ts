/** Fetches the configuration by HTTPS and applies it, whole or not at all. */
import {
  ConnectionRefused,
  type AttemptResult,
  type ProvisioningClient,
  type Surroundings,
  type TlsConnector,
} from '../contracts.ts';
import { resultOf } from './failure.ts';
import { Fetcher } from './fetch.ts';
import { readConfiguration } from './file.ts';
import { mended } from './flaw-truncated-file.ts';
import type { Response } from './http-response.ts';
import { configurationUrl } from './target.ts';

async function apply(surroundings: Surroundings, response: Response): Promise<void> {
  const { status, incomplete } = response;
  if (status === 401) throw new Error('the server does not take the user name and password (401)');
  if (status !== 200) throw new Error(`the server answered ${status}`);
  const mends = incomplete !== null && surroundings.flaws.has('applies-truncated-file');
  if (incomplete !== null && !mends) throw new Error(`the file was not applied: ${incomplete}`);
  const body = mends ? mended(response.body) : response.body;
  let change;
  try {
    change = readConfiguration(body);
  } catch (error) {
    throw new Error(`the file was not applied: ${(error as Error).message}`, { cause: error });
  }
  await surroundings.change(change);
}

/** How often the flaw `storms-after-rejection` tries again at once. */
const STORM = 8;

export function createProvisioningClient(surroundings: Surroundings, connector: TlsConnector): ProvisioningClient {
  let last: ReturnType<ProvisioningClient['last']> = null;
  let running: Promise<AttemptResult> | null = null;

  const attempt = async (): Promise<AttemptResult> => {
    const setting = surroundings.settings().provisioning.url;
    let result: AttemptResult;
    try {
      const url = configurationUrl(setting, surroundings.mac);
      await apply(surroundings, await new Fetcher(surroundings, connector, url).fetch(url));
      result = { outcome: 'accepted' };
    } catch (error) {
      if (error instanceof ConnectionRefused) surroundings.refused(error.refusal);
      result = resultOf(error);
    }
    last = { outcome: result.outcome, reason: result.reason ?? '', at: new Date().toISOString(), url: setting };
    surroundings.log(`provisioning: ${result.outcome}${result.reason ? `: ${result.reason}` : ''}`);
    return result;
  };

  const attempts = async (): Promise<AttemptResult> => {
    let result = await attempt();
    const storms = surroundings.flaws.has('storms-after-rejection');
    for (let again = 0; storms && result.outcome !== 'accepted' && again < STORM; again++) result = await attempt();
    return result;
  };

  return {
    /** A second request while one is under way gets its result. */
    provision: () => (running ??= attempts().finally(() => (running = null))),
    last: () => last,
  };
}
