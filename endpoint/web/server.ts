/** The HTTPS server of the device: its JSON interface and its pages. */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import session from '@fastify/session';
import fastify, { type FastifyRequest } from 'fastify';
import type { Device } from '../device.ts';
import { maxFileBytes } from '../trust/certificate-file.ts';
import { Access } from './access.ts';
import { api } from './api/api.ts';
import type { WebCertificate } from './certificate.ts';
import { actOutFlaws } from './flawed-entrance.ts';
import { pages } from './pages/pages.ts';
import { idleMs, Sessions } from './sessions.ts';

export interface WebOptions {
  address: string;
  /** 0: any that is free. */
  port: number;
  password: string;
  certificate: WebCertificate;
  /** Whether /api/v1/flaws exists. */
  allowFlaws: boolean;
}

export interface WebServer {
  /** https://address:port */
  url: string;
  close(): Promise<void>;
}

/** The token of a form, whether it was sent url-encoded or as multipart. */
function csrfToken(request: FastifyRequest): string {
  const field: unknown = (request.body as { _csrf?: unknown } | undefined)?._csrf;
  const value = typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
  return typeof value === 'string' ? value : '';
}

/** Rejects with the system's error when the address cannot be listened on. */
export async function startWeb(device: Device, options: WebOptions): Promise<WebServer> {
  const { cert, key } = options.certificate;
  const server = fastify({
    https: { cert, key, minVersion: 'TLSv1.2' },
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // Names of files, percent-encoded.
    routerOptions: { maxParamLength: 1024 },
  });
  server.server.maxConnections = 200;
  if (options.allowFlaws) actOutFlaws(server.server, options.certificate, device.flaws);
  const access = new Access(options.password);

  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Under no-referrer browsers send `Origin: null`, and a form of our own could not be told from a foreign one.
    referrerPolicy: { policy: 'same-origin' },
    // The certificate is self-signed: a browser that was told to insist on HTTPS could never be let through again.
    strictTransportSecurity: false,
  });
  await server.register(cookie);
  await server.register(session, {
    secret: randomBytes(32).toString('hex'),
    cookieName: 'session',
    cookie: { path: '/', secure: true, httpOnly: true, sameSite: 'strict', maxAge: idleMs },
    store: new Sessions(),
    saveUninitialized: false,
  });
  await server.register(csrf, { sessionPlugin: '@fastify/session', getToken: csrfToken });
  await server.register(formbody);
  await server.register(multipart, {
    attachFieldsToBody: true,
    // What is too large is read to its end and cut: a browser that is cut off while it sends shows no answer.
    throwFileSizeLimit: false,
    limits: { fileSize: maxFileBytes, files: 1, fields: 8, fieldSize: 4096, parts: 10 },
  });
  await server.register(api, {
    prefix: '/api/v1',
    device,
    access,
    allowFlaws: options.allowFlaws,
  });
  await server.register(pages, { device, access });

  await server.listen({ host: options.address, port: options.port });
  const { address, port, family } = server.server.address() as AddressInfo;
  return {
    url: `https://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () => server.close(),
  };
}
