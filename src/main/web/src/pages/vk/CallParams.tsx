import { ActionIcon, Button, Group, JsonInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pairsOf, paramsOf, readJson, type Pair } from './callParams';

export interface Draft {
  method: string;
  way: 'pairs' | 'json';
  pairs: Pair[];
  json: string;
  batch: boolean;
}

interface Props {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  wrong: string | undefined;
}

/** The parameters, line by line or as JSON; whichever is left is written as the other. */
export function CallParams({ draft, onChange, wrong }: Props) {
  const { t } = useTranslation('vk');
  const turn = (way: string) => {
    if (way === 'json') {
      onChange({ way, json: JSON.stringify(paramsOf(draft.pairs), null, 2) });
    } else {
      const read = readJson(draft.json);
      onChange({ way: 'pairs', ...(read !== undefined && { pairs: pairsOf(read) }) });
    }
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('call.params')}>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {t('call.params')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('call.way')}
          value={draft.way}
          onChange={turn}
          data={[
            { value: 'pairs', label: t('call.pairs') },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </Group>
      {draft.way === 'json' ? (
        <JsonInput
          aria-label={t('call.json')}
          autosize
          minRows={6}
          maxRows={20}
          formatOnBlur
          value={draft.json}
          onChange={(json) => onChange({ json })}
          error={wrong}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      ) : (
        <Pairs pairs={draft.pairs} onChange={(pairs) => onChange({ pairs })} />
      )}
    </Stack>
  );
}

function Pairs({ pairs, onChange }: { pairs: Pair[]; onChange: (pairs: Pair[]) => void }) {
  const { t } = useTranslation('vk');
  const change = (id: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.id === id ? { ...pair, ...changes } : pair)));
  return (
    <>
      {pairs.map((pair, at) => (
        <Group key={pair.id} gap={6} wrap="nowrap">
          <TextInput
            aria-label={t('call.name', { number: at + 1 })}
            placeholder={t('call.namePlaceholder')}
            ff="monospace"
            flex={2}
            autoCapitalize="none"
            value={pair.name}
            onChange={(event) => change(pair.id, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('call.value', { number: at + 1 })}
            placeholder={t('call.valuePlaceholder')}
            flex={3}
            value={pair.value}
            onChange={(event) => change(pair.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('call.drop', { number: at + 1 })}
            onClick={() => onChange(pairs.filter(({ id }) => id !== pair.id))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...pairs, { id: Math.max(-1, ...pairs.map(({ id }) => id)) + 1, name: '', value: '' }])}
      >
        {t('call.addParam')}
      </Button>
    </>
  );
}
