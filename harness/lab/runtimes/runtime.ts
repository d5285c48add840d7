/** Where the lab's programs run. Everything else of the lab is the same for both runtimes. */
import type { Address } from '../lab.ts';

export type LabProgram = 'kamailio' | 'nginx' | 'dnsmasq';

/** One port: as the program binds it and as the harness reaches it. */
export interface Port {
  inside: Address;
  outside: Address;
}

export interface PortCounts {
  tcp: number;
  udp: number;
  /** Ports with the same number on TCP and UDP. */
  both: number;
}

export type Ports = Record<keyof PortCounts, Port[]>;

export interface RunningProgram {
  /** Resolves when the program has ended and nothing of it is left. */
  readonly exited: Promise<{ code: number | null }>;
  /** Ends the program and all its children at once. */
  kill(): Promise<void>;
}

export interface LabRuntime {
  readonly kind: 'containers' | 'local';
  /** The lab's folder as the programs see it. */
  readonly folder: string;
  /** Whether the programs run as root. */
  readonly asRoot: boolean;
  /** Kamailio's modules where it does not find them itself. */
  readonly kamailioModules: string | null;
  /** Ports that were free a moment ago; asked for again when one turns out to be taken. */
  ports(): Promise<Ports>;
  /** Writes files by their path within the folder. */
  write(files: Record<string, string>): Promise<void>;
  /** Starts a program in the folder; every line of its output goes to `onLine` at once. */
  run(program: LabProgram, args: readonly string[], onLine: (line: string) => void): Promise<RunningProgram>;
  versions(): Promise<Record<LabProgram, string>>;
  /** Ends all programs. Never throws. */
  stop(): Promise<void>;
}

/** Command line that prints a program's version. */
export const versionArguments: Record<LabProgram, string> = { kamailio: '-v', nginx: '-v', dnsmasq: '--version' };

/** `5.6.3` from whatever the program prints; `unknown` where there is no number. */
export const versionIn = (output: string): string => /\d+\.\d+(\.\d+)?/.exec(output)?.[0] ?? 'unknown';
