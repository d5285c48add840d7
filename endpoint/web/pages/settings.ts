import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DeepPartial } from '../../contracts.ts';
import type { Device } from '../../device.ts';
import { settingsProblem } from '../../settings/problem.ts';
import type { Settings } from '../../settings/settings.ts';
import { choices, type Field, fieldsOf, type Form, forms, parsed, shown, valueAt } from './forms.ts';
import { seeOther } from './pages.ts';
import type { View } from './view.ts';

type Body = Record<string, unknown>;

/** The controls of a form, with what was typed where that was refused. */
function controls(form: Form, device: Device, typed: Body = {}, problem?: { field: string; error: string }): unknown[] {
  const control = (field: Field): object => {
    const stored = shown(device.settings(), field);
    const text = typed[field.path];
    const refused =
      problem !== undefined && (problem.field === field.path || problem.field.startsWith(`${field.path}.`));
    return {
      ...field,
      value: typeof text === 'string' ? text : stored,
      stored,
      isSet: field.kind === 'password' && valueAt(device.settings(), field.path) !== '',
      choices: field.kind === 'select' ? choices(field.path) : [],
      problem: refused ? problem.error : '',
    };
  };
  return form.sections.map((section) => ({ title: section.title, fields: section.fields.map(control) }));
}

/** Only what differs: a form that was loaded long ago undoes nothing that it did not touch. */
function change(form: Form, device: Device, typed: Body): DeepPartial<Settings> {
  const partial: Record<string, Record<string, unknown>> = {};
  for (const field of fieldsOf(form)) {
    const text = typed[field.path];
    if (typeof text !== 'string' || text.replaceAll('\r\n', '\n') === shown(device.settings(), field)) continue;
    const [section, name] = field.path.split('.') as [string, string];
    (partial[section] ??= {})[name] = parsed(field, text);
  }
  // A password for nobody is not kept.
  if (partial.provisioning?.authUserName === '') partial.provisioning.authPassword = '';
  if (partial.account?.user === '') partial.account.password = '';
  return partial;
}

export function settingsPages(server: FastifyInstance, device: Device, view: View): void {
  server.get('/advanced', async (_request, reply) => reply.redirect('/advanced/sip', seeOther));

  for (const form of forms) {
    server.get(form.url, async (request, reply) =>
      view(request, reply, 'settings', { ...form, sections: controls(form, device) }),
    );

    server.post<{ Body: Body | undefined }>(form.url, async (request, reply) => {
      const typed = request.body ?? {};
      try {
        await device.surroundings.change(change(form, device, typed));
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        const problem = settingsProblem(error);
        const label = fieldsOf(form).find(({ path }) => problem.field.startsWith(path))?.label ?? problem.field;
        const accepted = typeof problem.accepted === 'string' ? problem.accepted : problem.accepted.join(', ');
        const told = { field: problem.field, error: `Accepted: ${accepted}.` };
        return view(request, reply.code(400), 'settings', {
          ...form,
          sections: controls(form, device, typed, told),
          notice: {
            kind: 'problem',
            text: `Nothing was saved: ${problem.together ? problem.error : `${label} cannot be that.`}`,
          },
        });
      }
      if (form.registersAgain) {
        device.registerIfThereIsAnAccount().catch((error: unknown) => device.journal.log(`sip: ${String(error)}`));
      }
      const { domain, user } = device.settings().account;
      const then =
        form.registersAgain && domain !== '' && user !== ''
          ? ' The device registers again; Status shows how that went.'
          : '';
      request.session.notice = { kind: 'done', text: `Saved.${then}` };
      return reply.redirect(form.url, seeOther);
    });
  }
}
