import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LANGUAGES, speak, type Language } from '@/i18n';
import { paths } from '@/paths';
import { platform } from '@/platform';
import { logOut, useSession } from '@/session/session';
import { useAct } from './useAct';

/** Of whoever is signed in: comes open, for whoever has asked for it. */
export default function PersonMenu() {
  const { t, i18n } = useTranslation();
  const me = useSession((session) => session.me);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useAct(logOut);
  const names: Record<Language, string> = { ru: 'Русский', en: 'English' };
  return (
    <Menu position="bottom-end" width={220} defaultOpened>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" autoFocus aria-label={t('app.profile')}>
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
