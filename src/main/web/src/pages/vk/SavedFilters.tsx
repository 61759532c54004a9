import { ActionIcon, Button, Group, Popover, Text, TextInput } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconBookmarkPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/session/session';
import type { LogFilter } from './logFilter';

const LONGEST = 60;

/** Named by a person for themselves; kept in this browser. */
export function SavedFilters({ filter, onFilter }: { filter: LogFilter; onFilter: (filter: LogFilter) => void }) {
  const { t } = useTranslation('vk');
  const person = useSession((session) => session.me?.id);
  const [saved, setSaved] = useLocalStorage<Record<string, LogFilter>>({
    key: `pult.vk.filters.${person}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const any = Object.keys(filter).length > 0;
  const names = Object.keys(saved).sort((a, b) => a.localeCompare(b));
  if (names.length === 0 && !any) {
    return null;
  }
  return (
    <Group gap="xs" role="group" aria-label={t('saved.title')}>
      <Text size="sm" c="dimmed">
        {t('saved.title')}
      </Text>
      {names.map((name) => (
        <Group key={name} gap={0} wrap="nowrap">
          <Button size="compact-sm" variant="light" onClick={() => onFilter(saved[name]!)}>
            {name}
          </Button>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('saved.forget', { name })}
            onClick={() => setSaved(Object.fromEntries(Object.entries(saved).filter(([each]) => each !== name)))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {any && <Save onSave={(name) => setSaved({ ...saved, [name]: filter })} />}
    </Group>
  );
}

function Save({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useTranslation('vk');
  const [opened, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  return (
    <Popover opened={opened} onDismiss={close} trapFocus withArrow>
      <Popover.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconBookmarkPlus size={14} aria-hidden />} onClick={toggle}>
          {t('saved.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('saved.save')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') {
              onSave(name.trim());
              setName('');
              close();
            }
          }}
        >
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              label={t('saved.name')}
              maxLength={LONGEST}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit">{t('act.save')}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
