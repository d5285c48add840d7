/** A row of profiles.ts together with where it listens: what the configuration generators take. */
import type { Address } from './lab.ts';
import type { Profile } from './profiles.ts';

export interface ServerListener {
  profile: Profile;
  /** As the program sees it: in a container with published ports this is the container's own address. */
  inside: Address;
  /** As the harness connects to it. */
  outside: Address;
}

/** Generated files by their path within the lab's folder. */
export type GeneratedFiles = Record<string, string>;
