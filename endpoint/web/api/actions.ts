/** Actions answer when the attempt has ended, however it ended: a refused server is a result, not an error. */
import type { FastifyInstance } from 'fastify';
import type { AttemptResult } from '../../contracts.ts';
import type { Device, ResetKind } from '../../device.ts';
import { isKeys } from '../../media/keypad.ts';
import { Problem, told } from '../problem.ts';

const resetKinds: readonly ResetKind[] = ['soft', 'factory', 'reboot'];
const keys = 'one or more of 0-9, *, # and A-D';
const mediaModes = ['tone', 'echo', 'sink'] as const;

/** One member of a JSON body, if it is a short line of text. */
function word(body: unknown, name: string): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[^\x00-\x1f\x7f]{1,255}$/.test(value)) return value;
  throw new Problem(400, `${name} cannot be that.`, { field: name, accepted: 'one line of 1 to 255 characters' });
}

function oneOf<T extends string>(body: unknown, name: string, accepted: readonly T[]): T {
  const value = word(body, name);
  const known = accepted.find((candidate) => candidate === value);
  if (known === undefined) throw new Problem(400, `${name} is missing or unknown.`, { field: name, accepted });
  return known;
}

/** The outcome and why, and nothing of what else a module may keep in its result. */
async function attempt(run: () => Promise<AttemptResult>): Promise<AttemptResult> {
  const { outcome, reason } = await told(409, run);
  return { outcome, reason };
}

export function actionRoutes(server: FastifyInstance, device: Device): void {
  server.post('/register', async () => attempt(() => device.agent.register()));
  server.post('/unregister', async () => attempt(() => device.agent.unregister()));
  server.post('/connect', async () => attempt(() => device.agent.connect()));
  server.post('/provision', async () => attempt(() => device.provisioning.provision()));

  server.post('/call', async (request) => {
    const to = word(request.body, 'to');
    if (to === undefined)
      throw new Problem(400, 'Whom to call is missing.', {
        field: 'to',
        accepted: 'a SIP URI, or a user of the own domain',
      });
    return told(409, () => device.agent.call(to));
  });
  server.post('/answer', async (request) => {
    await told(409, () => device.agent.answer(word(request.body, 'call')));
    return {};
  });
  server.post('/hangup', async (request) => {
    await told(409, () => device.agent.hangup(word(request.body, 'call')));
    return {};
  });

  server.post('/hold', async (request) => {
    const held = oneOf(request.body, 'held', ['yes', 'no']) === 'yes';
    await told(409, () => device.agent.hold(held, word(request.body, 'call')));
    return {};
  });

  server.post('/dtmf', async (request) => {
    const digits = word(request.body, 'digits') ?? '';
    if (!isKeys(digits)) throw new Problem(400, 'digits cannot be that.', { field: 'digits', accepted: keys });
    await told(409, () => device.agent.dtmf(digits, word(request.body, 'call')));
    return {};
  });

  server.post('/media', async (request) => {
    await device.surroundings.change({ audio: { mode: oneOf(request.body, 'mode', mediaModes) } });
    return {};
  });
  server.post('/reset', async (request) => {
    await device.reset(oneOf(request.body, 'kind', resetKinds));
    return {};
  });
}
