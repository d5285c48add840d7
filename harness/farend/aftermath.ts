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

/** Goes on sending, as a step of the evidence, and knocks at the device's ports. */
export async function aftermath(stage: Stage): Promise<void> {
  const { agent, flow, record } = stage;
  const { remote, control } = flow.ports.current.route;
  await step(stage, 'after the call', null, async () => {
    flow.start();
    await agent.conditions.until(() => false, talkingOnMilliseconds);
    flow.stop();
  });
  if (remote && control) record.call.afterwards = await knockAround(remote, control);
}

async function knockAround(media: Address, control: Address): Promise<NonNullable<Call['afterwards']>> {
  const others = elsewhere.map((distance) => ({ ...media, port: inRange(media.port + distance) }));
  const states = await Promise.all([media, control, ...others].map(knock));
  return { media: states[0] ?? 'silent', control: states[1] ?? 'silent', others: states.slice(2) };
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
