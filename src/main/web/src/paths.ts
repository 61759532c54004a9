/** Where the pages are. A test of the gateway proves that none of them is a path of the HTTP contract. */
export const paths = {
  home: '/',
  login: '/login',
  register: '/register',
  /** Where Telegram and Yandex send people back to; a configured `social.redirect_uris`. */
  social: '/login/social',
  account: '/account',
  accountSessions: '/account/sessions',
  accountSecurity: '/account/security',
  workspaces: '/account/workspaces',
  myTelegram: '/account/telegram',
  control: '/admin/control',
  vk: '/admin/vk',
  vkCall: '/admin/vk/call',
  jobs: '/admin/jobs',
  telegram: '/admin/telegram',
  proxies: '/admin/proxies',
  users: '/admin/users',
  apiKeys: '/admin/api-keys',
  audit: '/admin/audit',
  settings: '/admin/settings',
} as const;
