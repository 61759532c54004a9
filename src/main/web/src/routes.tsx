import {
  IconAddressBook,
  IconBrandTelegram,
  IconBuildingBroadcastTower,
  IconDeviceLaptop,
  IconGauge,
  IconHistory,
  IconKey,
  IconListCheck,
  IconNetwork,
  IconPlayerPlay,
  IconSettings,
  IconShieldLock,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import i18next from 'i18next';
import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { paths } from './paths';
import { Guard, Home } from './session/Guard';
import { Crash } from './ui/Crash';
import { NotFound } from './ui/NotFound';
import type { MenuEntry } from './ui/Shell';

type Loaded = Promise<{ default: ComponentType }>;

/** A page with its words, both fetched when somebody first goes there. */
function page(path: string, words: string, load: () => Loaded): RouteObject {
  return {
    path,
    lazy: async () => {
      const [{ default: Component }] = await Promise.all([load(), i18next.loadNamespaces(words)]);
      return { Component };
    },
  };
}

/** One that stands in the menu, under the name that `menu.<language>.json` of the folder of its words has for it. */
interface Listed extends MenuEntry {
  words: string;
  load: () => Loaded;
}

/** A page of a new concern is a folder under `pages/` and a line here. The menu is in this order. */
const ROOM: Listed[] = [
  { path: paths.control, name: 'control', icon: IconGauge, words: 'control', load: () => import('./pages/control/ControlPage') },
  { path: paths.vk, name: 'vk', icon: IconBuildingBroadcastTower, words: 'vk', load: () => import('./pages/vk/TokensPage') },
  { path: paths.vkCall, name: 'vkCall', icon: IconPlayerPlay, words: 'vk', load: () => import('./pages/vk/CallPage') },
  { path: paths.jobs, name: 'jobs', icon: IconListCheck, words: 'jobs', load: () => import('./pages/jobs/JobsPage') },
  { path: paths.telegram, name: 'telegram', icon: IconBrandTelegram, words: 'telegram', load: () => import('./pages/telegram/AccountsPage') },
  { path: paths.proxies, name: 'proxies', icon: IconNetwork, words: 'telegram', load: () => import('./pages/telegram/ProxiesPage') },
  { path: paths.users, name: 'users', icon: IconAddressBook, words: 'users', load: () => import('./pages/users/UsersPage') },
  { path: paths.apiKeys, name: 'apiKeys', icon: IconKey, words: 'apikeys', load: () => import('./pages/apikeys/ApiKeysPage') },
  { path: paths.audit, name: 'audit', icon: IconHistory, words: 'audit', load: () => import('./pages/audit/AuditPage') },
  { path: paths.settings, name: 'settings', icon: IconSettings, words: 'settings', load: () => import('./pages/settings/SettingsPage') },
];

/** Of everybody who is signed in; those above are of administrators. */
const OWN: Listed[] = [
  { path: paths.account, name: 'account', icon: IconUser, words: 'account', load: () => import('./pages/account/ProfilePage') },
  { path: paths.accountSessions, name: 'accountSessions', icon: IconDeviceLaptop, words: 'account', load: () => import('./pages/account/SessionsPage') },
  { path: paths.accountSecurity, name: 'accountSecurity', icon: IconShieldLock, words: 'account', load: () => import('./pages/account/SecurityPage') },
  { path: paths.workspaces, name: 'workspaces', icon: IconUsersGroup, words: 'workspaces', load: () => import('./pages/workspaces/WorkspacesPage') },
  { path: paths.myTelegram, name: 'myTelegram', icon: IconBrandTelegram, words: 'telegram', load: () => import('./pages/telegram/AccountsPage') },
];

const pages = (listed: Listed[]) => listed.map(({ path, words, load }) => page(path, words, load));

export const router = createBrowserRouter([
  {
    errorElement: <Crash />,
    children: [
      { path: paths.home, element: <Home /> },
      page(paths.login, 'login', () => import('./pages/login/LoginPage')),
      page(paths.register, 'login', () => import('./pages/login/RegisterPage')),
      page(paths.social, 'login', () => import('./pages/login/SocialPage')),
      {
        element: <Guard />,
        children: [
          {
            // Nothing for those who only want to sign in.
            lazy: async () => {
              const { Shell } = await import('./ui/Shell');
              return { element: <Shell room={ROOM} own={OWN} /> };
            },
            errorElement: <Crash />,
            children: [...pages(OWN), { element: <Guard role="ADMIN" />, children: pages(ROOM) }],
          },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]);
