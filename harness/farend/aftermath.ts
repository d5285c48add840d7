/** What is left of a call at the device once it has ended. */
import { createSocket } from 'node:dgram';
import type { Call, PortState } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { type Stage, step } from './standing.ts';

/** How long the far end goes on sending, and how long a refusal by ICMP is waited for. */
const talkingOnMilliseconds = 100;
const knockMilliseconds = 150;
/** Away from the device's port: ports that nobody should have. */
const elsewhere = [2000, -2000, 4000, -4000];

/** Goes on sending, as a step of the evidence, or knocks at the device's ports. */
export async function aftermath(stage: Stage, does: 'sends' | 'knocks'): Promise<void> {
  const { agent, flow, record, window } = stage;
  const { remote, control } = flow.ports.current.route;
  if (does === 'knocks') {
    if (remote && control) record.call.afterwards = await knockAround(remote, control, window);
    return;
  }
  await step(stage, 'after the call', null, async () => {
    flow.start();
    await agent.conditions.until(() => false, talkingOnMilliseconds);
    flow.stop();
  });
}

async function knockAround(media: Address, control: Address, window: number): Promise<NonNullable<Call['afterwards']>> {
  const others = elsewhere.map((distance) => ({ ...media, port: inRange(media.port + distance) }));
  const deadline = performance.now() + window;
  return {
    media: await knockUntil(media, deadline),
    control: await knockUntil(control, deadline),
    others: await Promise.all(others.map(knock)),
  };
}

/** A device closes its ports a moment after it has agreed to the end of the call. */
async function knockUntil(address: Address, deadline: number): Promise<PortState> {
  let state = await knock(address);
  while (state === 'silent' && performance.now() < deadline) state = await knock(address);
  return state;
}

/** Between the ports that need rights and the last one. */
const inRange = (port: number): number => 1024 + ((port - 1024 + 64512) % 64512);

/** One octet to a port: where nobody listens the host says so by ICMP, which a connected socket tells as an error. */
export async function knock({ host, port }: Address): Promise<PortState> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const answer = new Promise<PortState>((resolve) => {
    socket.on('error', () => resolve('closed'));
    setTimeout(() => resolve('silent'), knockMilliseconds);
  });
  socket.connect(port, host, () => socket.send(Buffer.of(0), () => undefined));
  const state = await answer;
  socket.close();
  return state;
}
