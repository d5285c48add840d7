/** Files that a flaw makes the device refuse although it should take them. */
import type { Flaws } from '../flaws.ts';
import { pemBlocks, textAround } from './pem.ts';

/** Throws Error with the sentence of a device that knows no better. */
export function refuseByFlaw(name: string, content: Buffer, flaws: Flaws): void {
  const text = content.toString('latin1');
  const isPem = pemBlocks(text).length > 0;
  if (flaws.has('refuses-der-files') && !isPem) throw new Error('The file is no PEM.');
  if (flaws.has('goes-by-file-names') && !fits(name, isPem)) throw new Error('The file is not what its name says.');
  if (!isPem) return;
  if (flaws.has('needs-final-newline') && !text.endsWith('\n')) throw new Error('The file cannot be read.');
  if (flaws.has('refuses-crlf-files') && text.includes('\r\n')) throw new Error('The file cannot be read.');
  if (flaws.has('refuses-text-around-pem') && textAround(text).trim() !== '')
    throw new Error('The file does not begin with a certificate.');
}

function fits(name: string, isPem: boolean): boolean {
  const extension = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? '';
  return ['.cer', '.crt', isPem ? '.pem' : '.der'].includes(extension);
}
