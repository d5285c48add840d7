/** The files that the lab's provisioning server holds for the device. */
import type { ProvisioningFile } from '../lab/lab.ts';

/**
 * Whole, the file leaves the display name "Ringproof". Cut short, what can be read of it leaves "cut-file-applied",
 * which a device that applied it shows in its next REGISTER.
 */
export function provisioningFiles(mac: string): ProvisioningFile[] {
  const padding = Array.from({ length: 60 }, (_, line) => `# line ${line + 1} of the part that a cut transfer loses`);
  const body = ['account.displayName = cut-file-applied', ...padding, 'account.displayName = Ringproof', ''].join('\n');
  return [{ path: `/${mac}.cfg`, body }];
}
