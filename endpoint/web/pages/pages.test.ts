import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { password, startTestDevice, type TestDevice } from '../test-device.ts';

/** Debian's browser; Playwright's own need not be installed. */
function chromiumOnPath(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const executablePath = chromiumOnPath();

async function logIn(context: BrowserContext, { url }: TestDevice, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
  return page;
}

test.describe('pages', () => {
  test.skip(executablePath === undefined && !process.env.CI, 'chromium is not on the PATH');
  test.describe.configure({ mode: 'default' });

  let browser: Browser;
  test.beforeAll(async () => {
    // Chromium's sandbox refuses to run as root.
    browser = await chromium.launch({ executablePath, args: userInfo().uid === 0 ? ['--no-sandbox'] : [] });
  });
  test.afterAll(() => browser.close());

  test('a person logs in, changes Advanced SIP, saves, and the device has it', async () => {
    await using device = await startTestDevice();
    const account = { domain: 'lab.test', user: '2801' };
    await device.ask('PUT', '/api/v1/settings', { account });
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device);

    await page.getByRole('link', { name: 'Advanced Settings' }).click();
    await page.getByRole('radiogroup', { name: 'Validate Server Certificate' }).getByLabel('Disabled').check();
    await page.getByLabel('SDP SRTP Offer', { exact: true }).selectOption('Standard');
    await expect(page.getByText('2 changes not saved.')).toBeVisible();
    await expect(page.getByText('changed', { exact: true })).toHaveCount(2);
    await page.getByRole('button', { name: 'Save' }).click();

    await expect(page.getByRole('status')).toContainText('Saved. The device registers again');
    const { sip, srtp } = device.device.settings();
    expect([sip.validateServerCertificate, srtp.sdpSrtpOffer, sip.port]).toEqual([false, 'Standard', 5061]);
    expect(device.script.asked).toContain('register');
    await context.close();
  });

  test('everything works without JavaScript', async () => {
    await using device = await startTestDevice();
    const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
    const page = await logIn(context, device, '/system/files');

    await page
      .getByLabel('File to upload to certs/trusted')
      .setInputFiles({ name: 'lab-root.pem', mimeType: '', buffer: Buffer.from(device.pem.cert) });
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await expect(page.getByRole('status').first()).toContainText('lab-root.pem uploaded');
    expect((await device.device.surroundings.trust.list()).map(({ name }) => name)).toEqual(['lab-root.pem']);

    await page.getByLabel('Select lab-root.pem').check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('This folder is empty.')).toBeVisible();
    expect(await device.device.surroundings.trust.list()).toEqual([]);
    await context.close();
  });

  test('revocation of certificates is switched on under Network', async () => {
    await using device = await startTestDevice();
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device, '/advanced/network');
    await page.getByLabel('Certificate Revocation').selectOption('Hard');
    await page.getByRole('button', { name: 'Save' }).click();

    await expect(page.getByRole('status').first()).toContainText('Saved.');
    expect(device.device.settings().tls.revocation).toBe('hard');
    await context.close();
  });

  test('an upload that is refused says what is taken, and one to certs is trusted by nobody', async () => {
    await using device = await startTestDevice();
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device, '/system/files?folder=certs%2Ftrusted');
    const upload = async (folder: string, name: string, buffer: Buffer): Promise<void> => {
      await page.goto(`${device.url}/system/files?folder=${encodeURIComponent(folder)}`);
      await page.getByLabel(`File to upload to ${folder}`).setInputFiles({ name, mimeType: '', buffer });
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
    };

    await upload('certs/trusted', 'key.pem', Buffer.from(device.pem.key));
    await expect(page.getByText('holds a private key')).toContainText('Accepted are X.509 certificates');
    await upload('certs/trusted', 'large.pem', Buffer.alloc(5_000_000, 0x41));
    await expect(page.getByText('The file is too large.')).toContainText('at most 524288 bytes');
    await upload('certs', 'root.pem', Buffer.from(device.pem.cert));
    await expect(page.getByRole('status').first()).toContainText('root.pem uploaded. It is not trusted there');
    expect(device.device.surroundings.trust.anchors()).toEqual([]);
    await upload('certs/trusted', 'root.pem', Buffer.from(device.pem.cert));
    await expect(page.getByText('1 of 16 entries are taken')).toBeVisible();
    await context.close();
  });

  test('says next to the field what is accepted, and keeps what was typed', async () => {
    await using device = await startTestDevice();
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device, '/advanced/sip');

    await page.getByLabel('Server Port').fill('99999');
    await page.getByRole('button', { name: 'Save' }).click();

    await expect(page.getByText('Accepted: a whole number from 1 to 65535.')).toBeVisible();
    await expect(page.getByLabel('Server Port')).toHaveValue('99999');
    expect(device.device.settings().sip.port).toBe(5061);
    await context.close();
  });

  test('a refusal is on Status in the words of the device', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { account: { domain: 'lab.test', user: '2801' } });
    device.script.attempt = { outcome: 'refused', reason: 'Certificate ended on 13 Nov 2026' };
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device);

    await page.getByRole('button', { name: 'Register', exact: true }).click();

    await expect(page.getByRole('status')).toContainText('Not registered: Certificate ended on 13 Nov 2026');
    await expect(page.getByRole('cell', { name: 'Certificate ended on 13 Nov 2026' })).toBeVisible();
    await context.close();
  });

  test('logging out ends the session', async () => {
    await using device = await startTestDevice();
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await logIn(context, device);
    const [before] = await context.cookies();

    await page.getByRole('button', { name: 'Logout' }).click();

    await expect(page.getByRole('button', { name: 'Login' })).toBeVisible();
    expect(before).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict' });
    const answer = await device.ask('GET', '/api/v1/state', undefined, { cookie: `${before!.name}=${before!.value}` });
    expect(answer.status).toBe(401);
    await context.close();
  });
});

test.describe('protection of the pages', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('nothing but the login is shown without a session', async () => {
    await using device = await startTestDevice();

    const status = await device.ask('GET', '/status', undefined, {});
    const login = await device.ask('GET', '/login', undefined, {});

    expect([status.status, status.headers.location]).toEqual([303, '/login?to=%2Fstatus']);
    expect(login.text).not.toContain('firmware');
    expect(login.headers['content-security-policy']).toContain("script-src 'self'");
  });

  test('after five wrong passwords none is tried for a while, but the API still knows its user', async () => {
    await using device = await startTestDevice();
    const attempt = (word: string) =>
      device.ask('POST', '/login', Buffer.from(`user=admin&password=${encodeURIComponent(word)}`), form);

    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await attempt('wrong')).status);
    const right = await attempt(password);

    expect([...statuses, right.status]).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await device.ask('GET', '/api/v1/state')).status).toBe(200);
  });

  test('a form without the token of its session changes nothing', async () => {
    await using device = await startTestDevice();
    const login = await device.ask(
      'POST',
      '/login',
      Buffer.from(`user=admin&password=${encodeURIComponent(password)}`),
      form,
    );
    const cookie = String(login.headers['set-cookie']).split(';')[0]!;

    const forged = await device.ask('POST', '/actions/register', Buffer.from('_csrf=guess'), { ...form, cookie });

    expect(forged.status).toBe(403);
    expect(device.script.asked).toEqual([]);
  });

  test('the login leads to no other site', async () => {
    await using device = await startTestDevice();
    const body = Buffer.from(
      `user=admin&password=${encodeURIComponent(password)}&to=${encodeURIComponent('//evil.example/')}`,
    );

    const login = await device.ask('POST', '/login', body, form);

    expect(login.headers.location).toBe('/status');
  });
});
