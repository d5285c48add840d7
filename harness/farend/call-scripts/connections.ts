/** What happens to the connections beneath a call. */
import type { CallScript } from '../call-script.ts';

const enough = 5;

export const connections = {
  'outlives-connection': {
    title: "listens while the device's connection to its server is reset, until the device hangs up",
    talking: async (talk) => {
      await talk.packets('before', enough);
      await talk.device('reset', { method: 'lose-connection' });
      await talk.packets('after', 2 * enough);
      await talk.device('hang up', { method: 'hangup' });
      await talk.heard('its BYE', 'BYE');
    },
  },
} as const satisfies Record<string, CallScript>;
