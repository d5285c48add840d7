/**
 * The container engine's own HTTP interface, for the few questions that must be answered quickly and without loading
 * testcontainers: does it answer, is an image there, what did a killed run leave.
 */
import { existsSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

const patience = 5_000;

export interface EngineAnswer {
  ok: boolean;
  /** The engine and its version, or why there is none. */
  reason: string;
}

/** Whether a container engine answers, within 5 s even when it accepts connections and says nothing. */
export async function engineAnswers(): Promise<EngineAnswer> {
  const endpoint = engineEndpoint();
  if ('none' in endpoint) return { ok: false, reason: endpoint.none };
  try {
    const { status, body } = await engineRequest('GET', '/version');
    if (status !== 200) return { ok: false, reason: `${endpoint.name} answered ${status}` };
    const { Version: version } = JSON.parse(body) as { Version?: unknown };
    return {
      ok: true,
      reason: `engine ${typeof version === 'string' ? version : 'of unknown version'} at ${endpoint.name}`,
    };
  } catch (error) {
    return { ok: false, reason: `${endpoint.name}: ${(error as Error).message}` };
  }
}

/** The engine's DOCKER_HOST value, for testcontainers to take the same one. */
export function engineHost(): string | null {
  const endpoint = engineEndpoint();
  return 'none' in endpoint ? null : endpoint.name;
}

export async function imageExists(tag: string): Promise<boolean> {
  return (await engineRequest('GET', `/images/${encodeURIComponent(tag)}/json`)).status === 200;
}

/** Whether containers can share this machine's loopback: a local engine that is neither rootless nor in a machine of its own. */
export async function sharesLoopback(): Promise<boolean> {
  if (process.platform !== 'linux' || !engineHost()?.startsWith('unix://')) return false;
  const { body } = await engineRequest('GET', '/info');
  const info = JSON.parse(body) as { OperatingSystem?: string; SecurityOptions?: string[] | null };
  const rootless = (info.SecurityOptions ?? []).some((option) => option.includes('rootless'));
  return !rootless && !info.OperatingSystem?.includes('Docker Desktop');
}

/** Removes the containers with that label; null where the engine does not answer. */
export async function removeContainers(label: string): Promise<string[] | null> {
  try {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
    const { status, body } = await engineRequest('GET', `/containers/json?all=1&filters=${filters}`);
    if (status !== 200) return null;
    const ids = (JSON.parse(body) as { Id: string }[]).map(({ Id: id }) => id);
    await Promise.all(ids.map((id) => engineRequest('DELETE', `/containers/${id}?force=1&v=1`)));
    return ids.map((id) => id.slice(0, 12));
  } catch {
    return null;
  }
}

type Endpoint = { name: string; options: RequestOptions } | { none: string };

function engineEndpoint(): Endpoint {
  const chosen = process.env['DOCKER_HOST'];
  if (chosen) {
    if (chosen.startsWith('unix://')) return { name: chosen, options: { socketPath: chosen.slice('unix://'.length) } };
    const tcp = /^(?:tcp|http):\/\/([^:/]+):(\d+)/.exec(chosen);
    if (tcp?.[1] && !process.env['DOCKER_TLS_VERIFY'])
      return { name: chosen, options: { host: tcp[1], port: Number(tcp[2]) } };
    return { none: `DOCKER_HOST=${chosen} is not supported (accepted: unix://PATH, tcp://HOST:PORT without TLS)` };
  }
  const sockets = [
    '/var/run/docker.sock',
    ...(process.env['XDG_RUNTIME_DIR'] ? [join(process.env['XDG_RUNTIME_DIR'], 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
  ];
  const socketPath = sockets.find((path) => existsSync(path));
  if (!socketPath) return { none: `no engine socket (looked for ${sockets.join(', ')})` };
  return { name: `unix://${socketPath}`, options: { socketPath } };
}

function engineRequest(method: string, path: string): Promise<{ status: number; body: string }> {
  const endpoint = engineEndpoint();
  if ('none' in endpoint) return Promise.reject(new Error(endpoint.none));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { ...endpoint.options, method, path, signal: AbortSignal.timeout(patience) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    outgoing.on('error', (error) =>
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error(`no answer within ${patience / 1000} s`)
          : error,
      ),
    );
    outgoing.end();
  });
}
