import { ActionIcon, Burger, Divider, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnectedX, IconUser, type Icon } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { hasChosen, language, speak } from '@/i18n';
import { useLiveState } from '@/live/live';
import { paths } from '@/paths';
import { platform } from '@/platform';
import { holds, useSession } from '@/session/session';
import { useProof } from './proof';
import style from './Shell.module.css';
import { Starting } from './Starting';

/** Few acts want a proof, so few people fetch this. */
const ProofDialog = lazy(async () => ({ default: (await import('./ProofDialog')).ProofDialog }));

const loadMenu = () => import('./PersonMenu');
const PersonMenu = lazy(loadMenu);

/** What the menu shows of a page. */
export interface MenuEntry {
  path: string;
  name: string;
  icon: Icon;
}

interface Props {
  /** For administrators. */
  room: MenuEntry[];
  own: MenuEntry[];
}

/** What surrounds every page of somebody who is signed in. */
export function Shell({ room, own }: Props) {
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

  const entries = (list: MenuEntry[]) =>
    list.map(({ path, name, icon: Picture }) => (
      <NavLink
        key={path}
        component={Link}
        to={path}
        label={t(`nav.${name}`)}
        leftSection={<Picture size={18} aria-hidden />}
        active={pathname === path}
        aria-current={pathname === path ? 'page' : undefined}
      />
    ));

  return (
    <div className={style.shell}>
      <a className="pult-skip" href="#content">
        {t('app.skip')}
      </a>
      <Group component="header" className={style.head} justify="space-between" wrap="nowrap">
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
      <nav className={style.side} aria-label={t('app.menu')} data-closed={opened ? undefined : true}>
        {holds(me, 'ADMIN') && (
          <>
            {entries(room)}
            <Divider my="xs" />
          </>
        )}
        {entries(own)}
      </nav>
      <main className={style.main} id="content" tabIndex={-1}>
        <Suspense fallback={<Starting />}>
          <Outlet />
        </Suspense>
      </main>
      <Proof />
    </div>
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
    <ActionIcon variant="light" color="yellow" aria-label={t('state.stale')} title={t('state.stale')} role="status">
      <IconPlugConnectedX size={18} />
    </ActionIcon>
  );
}

/** The button is there at once; what it opens is fetched when somebody first reaches for it. */
function Person() {
  const { t } = useTranslation();
  const [wanted, { open }] = useDisclosure(false);
  const closed = (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t('app.profile')}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void loadMenu()}
      onClick={open}
    >
      <IconUser size={18} />
    </ActionIcon>
  );
  return wanted ? (
    <Suspense fallback={closed}>
      <PersonMenu />
    </Suspense>
  ) : (
    closed
  );
}
