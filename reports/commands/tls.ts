/** `tls`: the tools of the wire, each usable alone, without a lab and a device that is driven. */
import type { Command } from 'commander';
import { enumerateCommand } from './tls-enumerate.ts';
import { observe } from './tls-observe.ts';
import { script } from './tls-script.ts';

export function tls(program: Command): void {
  const group = program.command('tls').description('watch, play and survey TLS on the wire, without a lab');
  for (const add of [observe, script, enumerateCommand]) add(group);
}
