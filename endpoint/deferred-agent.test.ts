import { expect, test } from '@playwright/test';
import type { SipAgent } from './contracts.ts';
import { DeferredAgent } from './deferred-agent.ts';

test.describe('deferred SIP agent', () => {
  const events: unknown[] = [];
  const real = (): SipAgent => {
    const listeners: Parameters<SipAgent['onEvent']>[0][] = [];
    return {
      register: async () => {
        for (const listener of listeners) listener({ kind: 'registration' });
        return { outcome: 'accepted' };
      },
      onEvent: (listener) => void listeners.push(listener),
      calls: () => [],
      stop: async () => void events.push('stop'),
    } as Partial<SipAgent> as SipAgent;
  };

  test('loads once, at first use, and passes events on to those who listened before', async () => {
    let loads = 0;
    const agent = new DeferredAgent(async () => {
      loads++;
      return real();
    });
    agent.onEvent((event) => events.push(event.kind));
    await agent.reconfigure();
    expect([agent.registration().state, agent.calls(), loads]).toEqual(['unregistered', [], 0]);

    const results = await Promise.all([agent.register(), agent.register()]);
    await agent.stop();

    expect(results).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(events).toEqual(['registration', 'registration', 'stop']);
    expect(loads).toBe(1);
  });
});
