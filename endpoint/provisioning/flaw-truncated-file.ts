/** The flaw `applies-truncated-file`: makes something readable of a file that was cut short. */

/** JSON up to the last complete member, with its braces closed; of other files, the lines that are complete. */
export function mended(body: Buffer): Buffer {
  const text = body.toString('utf8');
  return Buffer.from(/^\s*\{/.test(text) ? mendedJson(text) : mendedLines(text));
}

function mendedLines(text: string): string {
  const lines = text.split(/(?<=\n)/);
  return lines.filter((line, index) => index === 0 || line.endsWith('\n')).join('');
}

function mendedJson(text: string): string {
  let isText = false;
  let open = '';
  let best = { end: 0, open: '}' };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') {
      open = (character === '{' ? '}' : ']') + open;
      best = { end: at + 1, open };
    } else if (character === '}' || character === ']') {
      open = open.slice(1);
      best = { end: at + 1, open };
    } else if (character === ',') best = { end: at, open };
  }
  return text.slice(0, best.end) + best.open;
}
