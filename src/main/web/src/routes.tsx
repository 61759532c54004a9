import i18next from 'i18next';
import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { paths } from './paths';
import { Guard, Home } from './session/Guard';
import { Crash } from './ui/Crash';
import { NotFound } from './ui/NotFound';

type Loaded = Promise<{ default: ComponentType }>;

/** A page with its words, both fetched when somebody first goes there. */
function page(path: string, name: string, load: () => Loaded): RouteObject {
  return {
    path,
    lazy: async () => {
      const [{ default: Component }] = await Promise.all([load(), i18next.loadNamespaces(name)]);
      return { Component };
    },
  };
}

/** A page of a new concern is a folder under `pages/` and a line here. */
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
            lazy: async () => ({ Component: (await import('./ui/Shell')).Shell }),
            errorElement: <Crash />,
            children: [
              page(paths.account, 'account', () => import('./pages/account/ProfilePage')),
              page(paths.accountSessions, 'account', () => import('./pages/account/SessionsPage')),
              page(paths.accountSecurity, 'account', () => import('./pages/account/SecurityPage')),
              page(paths.workspaces, 'workspaces', () => import('./pages/workspaces/WorkspacesPage')),
              page(paths.myTelegram, 'telegram', () => import('./pages/telegram/AccountsPage')),
              {
                element: <Guard role="ADMIN" />,
                children: [
                  page(paths.control, 'control', () => import('./pages/control/ControlPage')),
                  page(paths.vk, 'vk', () => import('./pages/vk/TokensPage')),
                  page(paths.vkCall, 'vk', () => import('./pages/vk/CallPage')),
                  page(paths.jobs, 'jobs', () => import('./pages/jobs/JobsPage')),
                  page(paths.telegram, 'telegram', () => import('./pages/telegram/AccountsPage')),
                  page(paths.proxies, 'telegram', () => import('./pages/telegram/ProxiesPage')),
                  page(paths.users, 'users', () => import('./pages/users/UsersPage')),
                  page(paths.apiKeys, 'apikeys', () => import('./pages/apikeys/ApiKeysPage')),
                  page(paths.audit, 'audit', () => import('./pages/audit/AuditPage')),
                  page(paths.settings, 'settings', () => import('./pages/settings/SettingsPage')),
                ],
              },
            ],
          },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]);
