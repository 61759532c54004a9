import { ActionIcon, AppShell, Burger, Group, Menu, NavLink, ScrollArea, Text, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAddressBook,
  IconBrandTelegram,
  IconBuildingBroadcastTower,
  IconDeviceLaptop,
  IconGauge,
  IconKey,
  IconListCheck,
  IconNetwork,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconSettings,
  IconShieldLock,
  IconUser,
  IconUsersGroup,
  IconHistory,
  type Icon,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { hasChosen, language, LANGUAGES, speak, type Language } from '@/i18n';
import { useLiveState } from '@/live/live';
import { paths } from '@/paths';
import { platform } from '@/platform';
import { holds, logOut, useSession } from '@/session/session';
import { useProof } from './proof';
import { Starting } from './Starting';
import { useAct } from './useAct';

/** Few acts want a proof, so few people fetch this. */
const ProofDialog = lazy(async () => ({ default: (await import('./ProofDialog')).ProofDialog }));

type Entry = [to: string, label: string, icon: Icon];

const ADMIN: Entry[] = [
  [paths.control, 'nav.control', IconGauge],
  [paths.vk, 'nav.vk', IconBuildingBroadcastTower],
  [paths.vkCall, 'nav.vkCall', IconPlayerPlay],
  [paths.jobs, 'nav.jobs', IconListCheck],
  [paths.telegram, 'nav.telegram', IconBrandTelegram],
  [paths.proxies, 'nav.proxies', IconNetwork],
  [paths.users, 'nav.users', IconAddressBook],
  [paths.apiKeys, 'nav.apiKeys', IconKey],
  [paths.audit, 'nav.audit', IconHistory],
  [paths.settings, 'nav.settings', IconSettings],
];

const OWN: Entry[] = [
  [paths.account, 'nav.account', IconUser],
  [paths.accountSessions, 'nav.accountSessions', IconDeviceLaptop],
  [paths.accountSecurity, 'nav.accountSecurity', IconShieldLock],
  [paths.workspaces, 'nav.workspaces', IconUsersGroup],
  [paths.myTelegram, 'nav.myTelegram', IconBrandTelegram],
];

/** What surrounds every page of somebody who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const me = useSession((session) => session.me);
  const navigate = useNavigate();

  useEffect(close, [pathname, close]);
  useEffect(() => {
    const start = pathname === paths.control || pathname === paths.account;
    platform().back(start ? undefined : () => void navigate(-1));
  }, [pathname, navigate]);
  useEffect(() => {
    if (me && !hasChosen() && me.lang_code !== language()) {
      void speak(me.lang_code);
    }
  }, [me]);

  const entries = (list: Entry[]) =>
    list.map(([to, label, Picture]) => (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={t(label)}
        leftSection={<Picture size={18} aria-hidden />}
        active={pathname === to}
        aria-current={pathname === to ? 'page' : undefined}
      />
    ));

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="pult-skip" href="#content">
        {t('app.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('app.menu')}
              aria-expanded={opened}
            />
            <Text fw={700}>Pult</Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <NoLive />
            <Person />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <ScrollArea component="nav" aria-label={t('app.menu')}>
          {holds(me, 'ADMIN') && entries(ADMIN)}
          {entries(OWN)}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<Starting />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <Proof />
    </AppShell>
  );
}

function Proof() {
  const wanted = useProof((proof) => proof.answer !== undefined);
  return wanted && <ProofDialog />;
}

function NoLive() {
  const { t } = useTranslation();
  const connected = useLiveState((live) => live.connected);
  if (connected !== false) {
    return null;
  }
  return (
    <Tooltip label={t('state.stale')}>
      <ActionIcon variant="light" color="yellow" aria-label={t('state.stale')} role="status">
        <IconPlugConnectedX size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

function Person() {
  const { t, i18n } = useTranslation();
  const me = useSession((session) => session.me);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useAct(logOut);
  const names: Record<Language, string> = { ru: 'Русский', en: 'English' };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('app.profile')}>
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me?.name ?? me?.login}</Menu.Label>
        <Menu.Item component={Link} to={paths.account}>
          {t('nav.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('app.language')}</Menu.Label>
        {LANGUAGES.map((each) => (
          <Menu.Item key={each} onClick={() => void speak(each)} fw={i18n.language === each ? 700 : undefined} lang={each}>
            {names[each]}
          </Menu.Item>
        ))}
        <Menu.Label>{t('app.scheme')}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((each) => (
          <Menu.Item key={each} onClick={() => setColorScheme(each)} fw={colorScheme === each ? 700 : undefined}>
            {t(`app.${each}`)}
          </Menu.Item>
        ))}
        {!platform().signsIn && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => leave.mutate(undefined)}>
              {t('app.logOut')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
