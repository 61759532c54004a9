import { describe, expect, it } from 'vitest';
import { deviceOf } from '@/pages/account/device';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe('a device in words', () => {
  it.each([
    [CHROME, 'Chrome', 'Windows', false],
    [`${CHROME} Edg/140.0.0.0`, 'Edge', 'Windows', false],
    [`${CHROME} OPR/120.0`, 'Opera', 'Windows', false],
    [CHROME.replace('Chrome/', 'YaBrowser/25.8 Chrome/'), 'Yandex Browser', 'Windows', false],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Firefox', 'Linux', false],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15', 'Safari', 'macOS', false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1', 'Safari', 'iPhone', true],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1', 'Chrome', 'iPhone', true],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome', 'Android', true],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 Telegram-Android/11.13.2', 'Telegram', 'Android', true],
  ])('%s', (userAgent, program, system, phone) => {
    expect(deviceOf(userAgent)).toEqual({ program, system, phone });
  });

  it('is called as it calls itself when it is a program', () => {
    expect(deviceOf('curl/8.4.0').program).toBe('curl 8.4.0');
    expect(deviceOf('my-script').program).toBe('my-script');
  });

  it('has no name when it says nothing', () => {
    expect(deviceOf(undefined)).toEqual({ program: undefined, system: undefined, phone: false });
    expect(deviceOf('Mozilla/5.0').program).toBeUndefined();
  });
});
