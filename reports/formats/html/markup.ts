/** HTML that cannot forget to escape: every value of the template is escaped unless it is markup itself. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | null | undefined | false | readonly Value[];

export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  const texts = withoutIndent(strings);
  return new Markup(texts.map((text, index) => text + (index < values.length ? write(values[index]) : '')).join(''));
}

/** The indent of the source is a tenth of a page: no reader sees it. What is written into the template keeps its own. */
const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndent(strings: TemplateStringsArray): readonly string[] {
  const known = unindented.get(strings);
  if (known) return known;
  const texts = strings.map((text) => text.replace(/\s*\n\s*/g, '\n'));
  unindented.set(strings, texts);
  return texts;
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return value.map(write).join('');
}

/** Control characters of a device would be invisible or worse: they become U+FFFD, but for tab and line feed. */
function escape(text: string): string {
  return text

    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
