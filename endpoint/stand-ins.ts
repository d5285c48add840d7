/** Stand-ins for the device's network modules, for the tests of what surrounds them: they contact nobody. */
import type { AttemptResult, CallFacts, ProvisioningClient, SipAgent, Surroundings } from './contracts.ts';
import type { Parts } from './parts.ts';

type Listener = Parameters<SipAgent['onEvent']>[0];

/** What was asked of the stand-ins, oldest first, and what they answer next. */
export interface Script {
  asked: string[];
  attempt: AttemptResult;
}

function standInAgent(surroundings: Surroundings, script: Script): SipAgent {
  const listeners: Listener[] = [];
  const calls: CallFacts[] = [];
  const none = { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  let registered = false;
  const attempt = async (name: string): Promise<AttemptResult> => {
    script.asked.push(name);
    if (script.attempt.outcome === 'refused') {
      const at = new Date().toISOString();
      const reason = script.attempt.reason ?? '';
      surroundings.refused({ at, service: 'sip', peer: 'sip.lab.test:5061', kind: 'expired', reason });
    }
    registered = name === 'register' && script.attempt.outcome === 'accepted';
    for (const listener of listeners) listener({ kind: 'registration', outcome: script.attempt.outcome });
    return script.attempt;
  };
  const only = (call: string | undefined): CallFacts => {
    const found = calls.find(({ id, state }) => state !== 'ended' && (call === undefined || call === id));
    if (found === undefined) throw new Error('There is no such call.');
    return found;
  };
  return {
    register: () => attempt('register'),
    unregister: () => attempt('unregister'),
    connect: () => attempt('connect'),
    call: async (to) => {
      script.asked.push(`call ${to}`);
      const id = String(calls.length + 1);
      const suite = 'AES_CM_128_HMAC_SHA1_80';
      calls.push({
        id,
        direction: 'outgoing',
        peer: to,
        state: 'established',
        code: null,
        secured: true,
        suite,
        media: { ...none, sent: 50 },
      });
      return { outcome: 'established', call: id };
    },
    answer: async (call) => void (only(call).state = 'established'),
    hangup: async (call) => void (only(call).state = 'ended'),
    hold: async (held, call) => void script.asked.push(`${held ? 'hold' : 'resume'} ${only(call).id}`),
    dtmf: async (digits, call) => void script.asked.push(`dtmf ${digits} in ${only(call).id}`),
    calls: () => calls,
    registration: () => ({
      state: registered ? 'registered' : 'unregistered',
      reason: '',
      at: new Date(0).toISOString(),
      server: registered ? 'sip.lab.test:5061' : '',
      verified: registered,
    }),
    onEvent: (listener) => void listeners.push(listener),
    reconfigure: async () => void script.asked.push('reconfigure'),
    stop: async () => void script.asked.push('stop'),
  };
}

function standInProvisioning(surroundings: Surroundings, script: Script): ProvisioningClient {
  let last: ReturnType<ProvisioningClient['last']> = null;
  return {
    provision: async () => {
      script.asked.push('provision');
      const { url } = surroundings.settings().provisioning;
      last = {
        outcome: script.attempt.outcome,
        reason: script.attempt.reason ?? '',
        at: new Date().toISOString(),
        url,
      };
      return script.attempt;
    },
    last: () => last,
  };
}

/** `files` are the real trust store and identity. */
export function standIns(script: Script, files: Pick<Parts, 'openTrustStore' | 'openIdentity'>): Parts {
  return {
    ...files,
    createTlsConnector: () => ({ connect: () => Promise.reject(new Error('a stand-in connects to nobody')) }),
    createSipAgent: (surroundings) => standInAgent(surroundings, script),
    createListener: () => ({ at: () => null, reconfigure: async () => undefined, stop: async () => undefined }),
    createProvisioningClient: (surroundings) => standInProvisioning(surroundings, script),
  };
}
