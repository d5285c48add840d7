/**
 * What the programs of a lab write, line by line: key-log lines are set apart, everything else is the program's own words
 * about its connections, numbered so that an attempt can ask for what came since it began.
 */
import type { Program } from '../evidence.ts';

const keyLogLine = /^[A-Z][A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]{32,256}$/;

/** Memory stays bounded in a long run: the oldest lines go first. */
const mostLines = 20_000;
const mostKeyText = 20_000_000;

export type LoggingProgram = Program | 'dnsmasq';

export class LabLog {
  #mark = 0;
  readonly #lines: { mark: number; program: LoggingProgram; text: string }[] = [];
  /** One text that grows: it is asked for at every look at a connection, and joining lines took longer than the search. */
  #keyText = '';

  take(program: LoggingProgram, text: string): void {
    if (keyLogLine.test(text)) {
      this.#keyText += `${text}\n`;
      if (this.#keyText.length > mostKeyText) {
        this.#keyText = this.#keyText.slice(this.#keyText.indexOf('\n', mostKeyText / 10) + 1);
      }
    } else if (text !== '') {
      this.#lines.push({ mark: ++this.#mark, program, text });
      if (this.#lines.length > mostLines) this.#lines.splice(0, mostLines / 10);
    }
  }

  /** The number of the newest line; rises with every line of any program. */
  mark(): number {
    return this.#mark;
  }

  since(program: LoggingProgram, mark: number): string[] {
    const lines: string[] = [];
    for (let i = this.#lines.length - 1; i >= 0; i--) {
      const line = this.#lines[i];
      if (!line || line.mark <= mark) break;
      if (line.program === program) lines.push(line.text);
    }
    return lines.reverse();
  }

  keyLog(): string {
    return this.#keyText;
  }
}
