/** Where the configuration file is, and where a redirect leads. */

/** Throws Error with a sentence. A URL that ends in `/` is a folder: the device's own file is asked for in it. */
export function configurationUrl(setting: string, mac: string): URL {
  if (setting === '') throw new Error('provisioning.url is not set');
  if (!URL.canParse(setting)) throw new Error(`provisioning.url is no URL: ${setting}`);
  const url = new URL(setting);
  if (url.protocol !== 'https:')
    throw new Error(`provisioning.url must begin with https://, not with ${url.protocol}//`);
  if (url.username !== '' || url.password !== '')
    throw new Error('provisioning.url must not hold a password: use authUserName and authPassword');
  if (url.pathname.endsWith('/')) url.pathname += `${mac}.cfg`;
  return url;
}

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');
export const pathOf = (url: URL): string => `${url.pathname}${url.search}`;

/** Port of the flaw `falls-back-to-clear`: `#clear=8080` at the end of the URL, else the URL's own. */
export function clearPortOf(url: URL): number {
  const port = Number(/^#clear=(\d{1,5})$/.exec(url.hash)?.[1]);
  return port >= 1 && port <= 65535 ? port : portOf(url);
}
