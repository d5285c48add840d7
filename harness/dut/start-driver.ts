/** The driver that a run asks for. A new one is a file under drivers/ and a line here. */
import { join } from 'node:path';
import { ConfigurationError } from '../errors.ts';
import { findBaresip } from '../lab/baresip-program.ts';
import type { RunSettings } from '../run-settings.ts';
import { baresipDriver, mediaAddressOfThisHost } from './drivers/baresip.ts';
import { bundledDriver, type BundledOptions } from './drivers/bundled.ts';
import { commandDriver } from './drivers/command.ts';
import type { Driver } from './driver.ts';

/** `unit` 2 is another device of the same product. */
export function startDriver(run: RunSettings, options: BundledOptions, unit: 1 | 2 = 1): Driver {
  switch (run.dut) {
    case 'bundled':
      return bundledDriver(options);
    case 'baresip':
      return baresipDriver({ folder: join(options.folder, 'baresip'), program: findBaresip() });
    case 'command':
      if (!run.command?.length) {
        throw new ConfigurationError('DRIVER_COMMAND', '--dut command names no program', {
          hint: 'certify --dut command --command "PROGRAM ARGUMENTS"',
        });
      }
      return commandDriver({ command: run.command, unit });
  }
}

/** The address that the device can send media to: baresip will not use loopback. */
export const mediaAddressFor = (dut: RunSettings['dut']): string =>
  dut === 'baresip' ? mediaAddressOfThisHost() : '127.0.0.1';
