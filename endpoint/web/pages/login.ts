import type { FastifyInstance } from 'fastify';
import { type Access, user } from '../access.ts';
import { seeOther } from './pages.ts';
import type { View } from './view.ts';

/** One sentence for every failure: it tells nothing about which half was wrong. */
const failed = 'That did not let you in. Check the user name and the password, and wait a minute after several tries.';

/** Only pages of this device: a path, never another host (`//host`, `/\host`). */
const ownPath = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])[\w/?=&%.-]*$/.test(to) ? to : '/status';

export function loginPages(server: FastifyInstance, access: Access, view: View): void {
  server.get('/', async (_request, reply) => reply.redirect('/status', seeOther));

  server.get<{ Querystring: { to?: string } }>('/login', async (request, reply) => {
    const to = ownPath(request.query.to);
    if (request.session.loggedIn === true) return reply.redirect(to, seeOther);
    return view(request, reply, 'login', { title: 'Login', url: '/login', to, user: '' });
  });

  server.post<{ Body: { user?: string; password?: string; to?: string } | undefined }>(
    '/login',
    async (request, reply) => {
      const { user: name, password, to } = request.body ?? {};
      const wait = access.wait(request.ip);
      if (wait === 0 && typeof password === 'string' && access.matches(String(name ?? user), password)) {
        // A new id: one that somebody planted before is worth nothing (session fixation).
        await request.session.regenerate();
        request.session.loggedIn = true;
        return reply.redirect(ownPath(to), seeOther);
      }
      access.failed(request.ip);
      if (wait > 0) reply.header('Retry-After', String(wait));
      const page = { title: 'Login', url: '/login', to: ownPath(to), user: String(name ?? ''), failed };
      return view(request, reply.code(wait > 0 ? 429 : 401), 'login', page);
    },
  );
}
