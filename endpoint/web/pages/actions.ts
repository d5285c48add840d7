/** The buttons of the pages. */
import type { FastifyInstance } from 'fastify';
import type { AttemptResult } from '../../contracts.ts';
import type { Device, ResetKind } from '../../device.ts';
import type { Notice } from '../sessions.ts';
import { seeOther } from './pages.ts';

type Body = Record<string, unknown> | undefined;

/** How long a page waits for an attempt to end; Status shows the rest. */
const patienceMs = 8000;

interface Button {
  back: string;
  press: (body: Body) => Promise<Notice>;
}

const text = (body: Body, name: string): string | undefined => {
  const value = body?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 255) : undefined;
};

function attempt(done: string, what: string, run: () => Promise<AttemptResult>): () => Promise<Notice> {
  return async () => {
    const { outcome, reason } = await run();
    if (outcome === 'accepted') return { kind: 'done', text: done };
    return { kind: 'problem', text: `${what}: ${reason ?? outcome}` };
  };
}

function buttons(device: Device): Record<string, Button> {
  const attempts = {
    register: attempt('Registered.', 'Not registered', () => device.agent.register()),
    unregister: attempt('Unregistered.', 'The server did not take it', () => device.agent.unregister()),
    provision: attempt('Downloaded and applied.', 'Nothing was applied', () => device.provisioning.provision()),
  };
  const reset = (kind: ResetKind, done: string): Button => ({
    back: '/system/maintenance',
    press: async () => {
      await device.reset(kind);
      return { kind: 'done', text: done };
    },
  });
  return {
    register: { back: '/status', press: attempts.register },
    unregister: { back: '/status', press: attempts.unregister },
    provision: { back: '/advanced/provisioning', press: attempts.provision },
    call: {
      back: '/status',
      press: async (body) => {
        const to = text(body, 'to');
        if (to === undefined) return { kind: 'problem', text: 'Type whom to call first.' };
        const { outcome, code, reason } = await device.agent.call(to);
        if (outcome === 'established') return { kind: 'done', text: `Connected to ${to}.` };
        return {
          kind: 'problem',
          text: `${to} was not reached: ${[code, reason].filter(Boolean).join(' ') || 'no answer'}`,
        };
      },
    },
    answer: {
      back: '/status',
      press: async (body) => {
        await device.agent.answer(text(body, 'call'));
        return { kind: 'done', text: 'Answered.' };
      },
    },
    hangup: {
      back: '/status',
      press: async (body) => {
        await device.agent.hangup(text(body, 'call'));
        return { kind: 'done', text: 'Hung up.' };
      },
    },
    soft: reset('soft', 'Calls and connections are closed, refusals forgotten.'),
    reboot: reset('reboot', 'Started again.'),
    factory: reset('factory', 'Settings and uploaded files are gone. What came from the factory is still there.'),
  };
}

/** Resolves with what to tell after `patienceMs` at the latest. */
async function patiently(press: Promise<Notice>): Promise<Notice> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Notice>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'done', text: 'Still trying. Load this page again to see how it went.' }),
      patienceMs,
    );
  });
  try {
    return await Promise.race([press, late]);
  } catch (error) {
    return { kind: 'problem', text: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

export function actionPages(server: FastifyInstance, device: Device): void {
  for (const [name, { back, press }] of Object.entries(buttons(device))) {
    server.post<{ Body: Body }>(`/actions/${name}`, async (request, reply) => {
      request.session.notice = await patiently(press(request.body));
      return reply.redirect(back, seeOther);
    });
  }
}
