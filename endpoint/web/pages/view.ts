/** Puts facts into a template: what every page shows, and the words for times and sizes. */
import { join } from 'node:path';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Device } from '../../device.ts';
import type { Notice } from '../sessions.ts';

const templates = new Eta({ views: join(import.meta.dirname, '..', 'templates'), cache: true });

const tabs = [
  { url: '/status', title: 'Status', below: [] },
  { url: '/basic', title: 'Basic Settings', below: [] },
  {
    url: '/advanced',
    title: 'Advanced Settings',
    below: [
      { url: '/advanced/network', title: 'Network' },
      { url: '/advanced/provisioning', title: 'Provisioning' },
      { url: '/advanced/audio', title: 'Advanced Audio' },
      { url: '/advanced/sip', title: 'Advanced SIP' },
    ],
  },
  {
    url: '/system',
    title: 'System',
    below: [
      { url: '/system/maintenance', title: 'Maintenance' },
      { url: '/system/files', title: 'File Manager' },
      { url: '/system/log', title: 'System Log' },
      { url: '/system/about', title: 'About' },
    ],
  },
] as const;

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});

/** What templates put values into words with; all times are UTC. */
export const words = {
  date: (when: string): string => date.format(new Date(when)),
  time: (when: string): string => clock.format(new Date(when)),
  moment: (when: string): string => `${date.format(new Date(when))}, ${clock.format(new Date(when))} UTC`,
  size: (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`),
  mac: (mac: string): string => (mac.match(/../g) ?? []).join(':').toUpperCase(),
  /** The common name of a distinguished name, else the whole of it. */
  name: (distinguished: string): string =>
    /(?:^|[\n,/])\s*CN\s*=\s*([^\n,]+)/.exec(distinguished)?.[1]?.trim() ?? distinguished,
  ago: (since: string): string => {
    const minutes = Math.floor((Date.now() - Date.parse(since)) / 60_000);
    if (minutes < 1) return 'less than a minute';
    if (minutes < 120) return `${minutes} min`;
    return minutes < 2880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1440)} days`;
  },
};

export type View = (
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  page: { title: string; url: string; [fact: string]: unknown },
) => Promise<FastifyReply>;

export function createView(device: Device): View {
  const { product } = device.persona;
  return async (request, reply, template, page) => {
    const notice: Notice | undefined = (page.notice as Notice | undefined) ?? request.session.notice;
    request.session.notice = undefined;
    const html = await templates.renderAsync(template, {
      ...page,
      notice,
      words: { ...words, past: (when: string): boolean => Date.parse(when) < device.clock.now().getTime() },
      product,
      tabs,
      host: request.headers.host ?? '',
      loggedIn: request.session.loggedIn === true,
      csrf: request.session.loggedIn === true ? reply.generateCsrf() : '',
      flaws: device.flaws.list(),
    });
    return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(html);
  };
}
