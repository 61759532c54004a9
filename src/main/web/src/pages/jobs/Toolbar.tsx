import { Button, Group, Menu, Select, Switch, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Bulk } from './BulkDialog';
import { can, KINDS, type BulkAct, type Filter, type Job } from './job';
import { useWords } from './useWords';

const ACTS: BulkAct[] = ['cancel', 'retry'];

interface Props {
  filter: Filter;
  /** Of which there are jobs, known here or not. */
  kinds: string[];
  selected: Job[];
  paused: boolean;
  onKind: (kind: string | undefined) => void;
  onPause: (paused: boolean) => void;
  onBulk: (bulk: Bulk) => void;
  onForget: () => void;
}

/** What is shown of the jobs, and what can be done with many of them. */
export function Toolbar({ filter, kinds, selected, paused, onKind, onPause, onBulk, onForget }: Props) {
  const { t } = useTranslation('jobs');
  const words = useWords();
  const choice = [...new Set([...KINDS, ...kinds, ...(filter.kind ? [filter.kind] : [])])];
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <Group align="flex-end" gap="sm">
        <Select
          label={t('kindOf')}
          placeholder={t('everyKind')}
          data={choice.map((kind) => ({ value: kind, label: words.kind(kind) }))}
          value={filter.kind ?? null}
          onChange={(kind) => onKind(kind ?? undefined)}
          clearable
          clearButtonProps={{ 'aria-label': t('common:act.reset') }}
          w={230}
        />
        <Switch label={t('live')} checked={!paused} onChange={(event) => onPause(!event.currentTarget.checked)} mb={8} />
      </Group>
      {selected.length > 0 ? (
        <Group gap="xs">
          <Text size="sm">{t('common:table.selected', { count: selected.length })}</Text>
          {ACTS.map((act) => (
            <Button
              key={act}
              size="xs"
              variant="default"
              disabled={!selected.some((job) => can(act, job))}
              onClick={() => onBulk({ act, on: selected.filter((job) => can(act, job)) })}
            >
              {t(act)}
            </Button>
          ))}
          <Button size="xs" variant="subtle" onClick={onForget}>
            {t('forget')}
          </Button>
        </Group>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconDots size={16} aria-hidden />}>
              {t('withAll')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ACTS.map((act) => (
              <Menu.Item key={act} onClick={() => onBulk({ act, on: filter })}>
                {t(`bulk.${act}All`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
