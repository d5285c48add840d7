/**
 * Chunks of bytes in, whole lines out. A line longer than the bound is cut there: a program that never ends its line costs
 * no more memory than that.
 */
import { StringDecoder } from 'node:string_decoder';

export function lineSplitter(onLine: (line: string) => void, longest = 16_384): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    rest += decoder.write(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, '').slice(0, longest));
    while (rest.length > longest) {
      onLine(rest.slice(0, longest));
      rest = rest.slice(longest);
    }
  };
}
