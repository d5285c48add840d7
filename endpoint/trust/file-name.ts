/** Names of uploaded files: they must stay in their folder and be readable in a list. */

/** Longest name in UTF-8; file systems take 255. */
const maxBytes = 200;

/** Returns the name. Throws Error with a sentence for the user. */
export function checkedFileName(name: string): string {
  const refuse = (why: string): never => {
    const shown = JSON.stringify(name.slice(0, 40));
    throw new Error(
      `The file name ${shown} ${why}. Use letters, digits, spaces and . _ - ( ) + @, at most 128 of them.`,
    );
  };
  if (name.length === 0) refuse('is empty');
  if (name.length > 128 || Buffer.byteLength(name) > maxBytes) refuse('is too long');
  if (/[/\\]/.test(name)) refuse('leads into another folder');
  if (name.startsWith('.')) refuse('begins with a dot');
  if (!/^[\p{L}\p{N} ._()+@-]+$/u.test(name)) refuse('has a character that is not accepted');
  if (!/[\p{L}\p{N}]/u.test(name)) refuse('has no letter and no digit');
  return name;
}
